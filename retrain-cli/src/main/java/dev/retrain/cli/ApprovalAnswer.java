package dev.retrain.cli;

import dev.retrain.api.error.ConfigurationProblem;
import dev.retrain.api.error.FailureContext;
import dev.retrain.api.retraining.RetrainMode;
import dev.retrain.runtime.phase.Approving;
import dev.retrain.runtime.phase.LoopState;
import dev.retrain.runtime.phase.Phase;
import dev.retrain.runtime.phase.RetrainingRequest;
import dev.retrain.runtime.store.JdbcStore;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The answer of a person to an approval request. */
final class ApprovalAnswer {

  @Mixin private final NamedRetraining retraining = new NamedRetraining();

  @Option(
      names = "--by",
      required = true,
      paramLabel = "NAME",
      description = "The person who decides; kept in the decision log.")
  @SuppressWarnings("NullAway.Init") // set by picocli
  private String by;

  @Option(
      names = "--reason",
      required = true,
      paramLabel = "TEXT",
      description = "The reason; kept in the decision log.")
  @SuppressWarnings("NullAway.Init") // set by picocli
  private String reason;

  int put(RetrainingRequest.Verb verb, OutputOptions output) {
    OperatingConfig config = retraining.config();
    Phase phase = phase(config);
    if (!(phase instanceof Approving)) {
      throw new ConfigurationProblem(
          retraining.name() + " is " + phase.word() + " and waits for no approval",
          FailureContext.hint("run retrain status to see which retraining waits"),
          null);
    }
    RetrainingRequest signed =
        RequestSubmission.of(verb, RetrainMode.FULL, reason, Optional.empty(), Optional.of(by));
    return RequestSubmission.put(config, retraining.name(), signed, output);
  }

  private Phase phase(OperatingConfig config) {
    String name = retraining.name();
    try (JdbcStore store = config.openStore()) {
      return store
          .load("retraining/" + name)
          .map(kept -> LoopState.parse(kept.body(), name).phase())
          .orElseThrow(
              () ->
                  new ConfigurationProblem(
                      name + " has not been ticked yet and waits for no approval",
                      FailureContext.hint("run retrain tick"),
                      null));
    }
  }
}
