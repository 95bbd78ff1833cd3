package dev.retrain.cli;

import dev.retrain.api.retraining.RetrainMode;
import dev.retrain.runtime.phase.Request;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code retrain trigger}. */
@Command(
    name = "trigger",
    mixinStandardHelpOptions = true,
    description = "Asks for a run of a retraining; the next tick answers.")
final class TriggerCommand implements Callable<Integer> {

  @Parameters(paramLabel = "RETRAINING", description = "Its name.")
  @SuppressWarnings("NullAway.Init") // set by picocli
  private String name;

  @Mixin private final OperatingOptions operating = new OperatingOptions();
  @Mixin private final OutputOptions output = new OutputOptions();

  @Option(
      names = "--reason",
      required = true,
      paramLabel = "TEXT",
      description = "Why; kept in the decision log.")
  @SuppressWarnings("NullAway.Init") // set by picocli
  private String reason;

  @Option(
      names = "--mode",
      paramLabel = "MODE",
      defaultValue = "full",
      description = "How much is trained: batch, incremental, immediate, full.")
  @SuppressWarnings("NullAway.Init") // set by picocli
  private RetrainMode mode;

  @Option(
      names = "--id",
      paramLabel = "TEXT",
      description = "A name of your own: asking twice with one name is asking once.")
  private @Nullable String id;

  @Override
  public Integer call() {
    OperatingConfig config = operating.config();
    OperatingOptions.named(config.policies(), name);
    Request request = Requests.of(Request.Verb.RETRAIN, mode, reason, Optional.ofNullable(id));
    return Requests.put(config, name, request, output);
  }
}
