package dev.retrain.cli;

import dev.retrain.api.error.ConfigurationProblem;
import dev.retrain.api.error.FailureContext;
import dev.retrain.api.retraining.RetrainMode;
import dev.retrain.api.retraining.Retraining;
import dev.retrain.runtime.ManualDeployment;
import dev.retrain.runtime.phase.RetrainingRequest;
import dev.retrain.runtime.store.JdbcStore;
import dev.retrain.spi.backend.Backend;
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
    description =
        "Requests the previous live version of a target; the next tick answers. A manual rollout"
            + " is rolled back at once.")
final class RollbackCommand implements Callable<Integer> {

  @Option(
      names = "--endpoint",
      required = true,
      paramLabel = "NAME",
      description =
          "The target of a retraining: an endpoint, the model of a registry alias, or a router; or"
              + " the endpoint of a manual rollout.")
  @SuppressWarnings("NullAway.Init") // set by picocli
  private String target;

  @Mixin private final BackendOptions operated = new BackendOptions();
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
    List<Retraining> policies = operated.policies();
    Optional<Retraining> served = serving(policies);
    try (JdbcStore store = operated.openStore()) {
      Optional<ManualDeployment> manual = ManualDeployment.of(store, target);
      if (manual.isPresent() && (served.isEmpty() || manual.get().isUnderWay())) {
        return rollBack(manual.get(), store);
      }
      RetrainingRequest request =
          RequestSubmission.of(
              RetrainingRequest.Verb.ROLL_BACK, RetrainMode.FULL, reason, Optional.empty());
      String name = served.orElseThrow(() -> unknown(policies)).name();
      return RequestSubmission.put(store, name, request, output);
    }
  }

  private int rollBack(ManualDeployment deployment, JdbcStore store) {
    try (Backend backend = operated.openOperated()) {
      ManualRollouts rollouts = new ManualRollouts(operated, backend, store);
      List<String> lines = rollouts.request(deployment, RetrainingRequest.Verb.ROLL_BACK, reason);
      output.print(
          CanaryRequest.document(target, deployment, lines),
          out -> {
            lines.forEach(out::println);
            if (lines.isEmpty()) {
              out.println("requested; the process that drives the rollout answers");
            }
          });
      return ExitCode.DONE;
    }
  }

  private Optional<Retraining> serving(List<Retraining> policies) {
    return policies.stream()
        .filter(policy -> Targets.name(policy.target()).equals(target))
        .findFirst();
  }

  private ConfigurationProblem unknown(List<Retraining> policies) {
    List<String> known =
        policies.stream().map(policy -> Targets.describe(policy.target())).toList();
    return new ConfigurationProblem(
        "no retraining and no manual rollout has the target '" + target + "'",
        FailureContext.hint(
            known.isEmpty()
                ? "name a config with --config"
                : "correct the name; the config has " + String.join(", ", known)),
        null);
  }
}
