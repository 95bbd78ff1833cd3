package dev.retrain.cli;

import dev.retrain.api.retraining.RetrainMode;
import dev.retrain.runtime.phase.RetrainingRequest;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code retrain resume}. */
@Command(
    name = "resume",
    mixinStandardHelpOptions = true,
    description = "Lets a halted retraining watch its triggers again from the next tick on.")
final class ResumeCommand implements Callable<Integer> {

  @Mixin private final NamedRetraining retraining = new NamedRetraining();
  @Mixin private final OutputOptions output = new OutputOptions();

  @Option(
      names = "--reason",
      paramLabel = "TEXT",
      defaultValue = "resumed from the command line",
      description = "The reason; kept in the decision log.")
  @SuppressWarnings("NullAway.Init") // set by picocli
  private String reason;

  @Override
  public Integer call() {
    OperatingConfig config = retraining.config();
    RetrainingRequest request =
        RequestSubmission.of(
            RetrainingRequest.Verb.RESUME, RetrainMode.FULL, reason, Optional.empty());
    return RequestSubmission.put(config, retraining.name(), request, output);
  }
}
