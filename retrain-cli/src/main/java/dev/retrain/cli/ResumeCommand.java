package dev.retrain.cli;

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
import picocli.CommandLine.Parameters;

/** {@code retrain resume}. */
@Command(
    name = "resume",
    mixinStandardHelpOptions = true,
    description =
        "Lets a halted retraining evaluate its triggers again from the next tick on. A manual"
            + " rollout that is halted can be started again afterwards.")
final class ResumeCommand implements Callable<Integer> {

  @Parameters(
      paramLabel = "RETRAINING",
      description = "Its name; a manual rollout is named deploy-ENDPOINT.")
  @SuppressWarnings("NullAway.Init") // set by picocli
  private String name;

  @Mixin private final BackendOptions operated = new BackendOptions();
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
    List<String> known = operated.policies().stream().map(Retraining::name).toList();
    try (JdbcStore store = operated.openStore()) {
      if (known.contains(name)) {
        RetrainingRequest request =
            RequestSubmission.of(
                RetrainingRequest.Verb.RESUME, RetrainMode.FULL, reason, Optional.empty());
        return RequestSubmission.put(store, name, request, output);
      }
      return ManualDeployment.all(store).stream()
          .filter(manual -> manual.policy().name().equals(name))
          .findFirst()
          .map(manual -> resume(manual, store))
          .orElseThrow(() -> NamedRetraining.unknown(name, known));
    }
  }

  private int resume(ManualDeployment deployment, JdbcStore store) {
    try (Backend backend = operated.openOperated()) {
      List<String> lines =
          new ManualRollouts(operated, backend, store)
              .request(deployment, RetrainingRequest.Verb.RESUME, reason);
      output.print(
          CanaryRequest.document(name, deployment, lines),
          out -> {
            lines.forEach(out::println);
            if (lines.isEmpty()) {
              out.println("nothing is halted");
            }
          });
      return ExitCode.DONE;
    }
  }
}
