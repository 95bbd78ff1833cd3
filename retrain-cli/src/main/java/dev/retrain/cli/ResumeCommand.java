package dev.retrain.cli;

import dev.retrain.api.retraining.RetrainMode;
import dev.retrain.runtime.phase.Request;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code retrain resume}. */
@Command(
    name = "resume",
    mixinStandardHelpOptions = true,
    description = "Lets a halted retraining watch its triggers again from the next tick on.")
final class ResumeCommand implements Callable<Integer> {

  @Parameters(paramLabel = "RETRAINING", description = "Its name.")
  @SuppressWarnings("NullAway.Init") // set by picocli
  private String name;

  @Mixin private final OperatingOptions operating = new OperatingOptions();
  @Mixin private final OutputOptions output = new OutputOptions();

  @Option(
      names = "--reason",
      paramLabel = "TEXT",
      defaultValue = "resumed from the command line",
      description = "Why; kept in the decision log.")
  @SuppressWarnings("NullAway.Init") // set by picocli
  private String reason;

  @Override
  public Integer call() {
    OperatingConfig config = operating.config();
    OperatingOptions.named(config.policies(), name);
    Request request = Requests.of(Request.Verb.RESUME, RetrainMode.FULL, reason, Optional.empty());
    return Requests.put(config, name, request, output);
  }
}
