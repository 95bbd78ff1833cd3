package dev.retrain.cli;

import dev.retrain.api.error.ConfigurationProblem;
import dev.retrain.api.error.FailureContext;
import dev.retrain.api.retraining.RetrainMode;
import dev.retrain.api.retraining.Retraining;
import dev.retrain.api.rollout.Target;
import dev.retrain.runtime.phase.RetrainingRequest;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code retrain rollback}. */
@Command(
    name = "rollback",
    mixinStandardHelpOptions = true,
    description = "Asks for the version that was live before; the next tick answers.")
final class RollbackCommand implements Callable<Integer> {

  @Option(
      names = "--endpoint",
      required = true,
      paramLabel = "E",
      description = "An endpoint some retraining's versions go to.")
  @SuppressWarnings("NullAway.Init") // set by picocli
  private String endpoint;

  @Mixin private final OperatingOptions operating = new OperatingOptions();
  @Mixin private final OutputOptions output = new OutputOptions();

  @Option(
      names = "--reason",
      paramLabel = "TEXT",
      defaultValue = "rolled back from the command line",
      description = "The reason; kept in the decision log.")
  @SuppressWarnings("NullAway.Init") // set by picocli
  private String reason;

  @Override
  public Integer call() {
    OperatingConfig config = operating.config();
    Retraining served = serving(config.policies(), endpoint);
    RetrainingRequest request =
        RequestSubmission.of(
            RetrainingRequest.Verb.ROLL_BACK, RetrainMode.FULL, reason, Optional.empty());
    return RequestSubmission.put(config, served.name(), request, output);
  }

  private static Retraining serving(List<Retraining> policies, String endpoint) {
    return policies.stream()
        .filter(policy -> policy.target().equals(Target.endpoint(endpoint)))
        .findFirst()
        .orElseThrow(
            () ->
                new ConfigurationProblem(
                    "asked to roll back the endpoint '"
                        + endpoint
                        + "', the retrainings go to "
                        + policies.stream().map(Retraining::target).toList(),
                    FailureContext.hint("correct the name"),
                    null));
  }
}
