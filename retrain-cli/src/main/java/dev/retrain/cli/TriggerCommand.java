package dev.retrain.cli;

import dev.retrain.api.retraining.RetrainMode;
import dev.retrain.runtime.phase.RetrainingRequest;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code retrain trigger}. */
@Command(
    name = "trigger",
    mixinStandardHelpOptions = true,
    description = "Requests a run of a retraining; the next tick answers.")
final class TriggerCommand implements Callable<Integer> {

  @Mixin private final NamedRetraining retraining = new NamedRetraining();
  @Mixin private final OutputOptions output = new OutputOptions();

  @Option(
      names = "--reason",
      required = true,
      paramLabel = "TEXT",
      description = "The reason; kept in the decision log.")
  @SuppressWarnings("NullAway.Init") // set by picocli
  private String reason;

  @Option(
      names = "--mode",
      paramLabel = "MODE",
      defaultValue = "full",
      description = "The retrain mode: batch, incremental, immediate, full.")
  @SuppressWarnings("NullAway.Init") // set by picocli
  private RetrainMode mode;

  @Option(
      names = "--id",
      paramLabel = "TEXT",
      description = "An id of your own: two requests with one id count as one.")
  private @Nullable String id;

  @Override
  public Integer call() {
    OperatingConfig config = retraining.config();
    RetrainingRequest request =
        RequestSubmission.of(RetrainingRequest.Verb.RETRAIN, mode, reason, Optional.ofNullable(id));
    return RequestSubmission.put(config, retraining.name(), request, output);
  }
}
