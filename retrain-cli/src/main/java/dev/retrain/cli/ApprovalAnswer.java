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

/** A person's word on a challenger that waits for it. */
final class ApprovalAnswer {

  @Mixin private final NamedRetraining retraining = new NamedRetraining();

  @Option(
      names = "--by",
      required = true,
      paramLabel = "NAME",
      description = "Who decides; kept in the decision log.")
  @SuppressWarnings("NullAway.Init") // set by picocli
  private String by;

  @Option(
      names = "--reason",
      required = true,
      paramLabel = "TEXT",
      description = "Why; kept in the decision log.")
  @SuppressWarnings("NullAway.Init") // set by picocli
  private String reason;

  int put(RetrainingRequest.Verb verb, OutputOptions output) {
    OperatingConfig config = retraining.config();
    Phase phase = phase(config);
    if (!(phase instanceof Approving)) {
      throw new ConfigurationProblem(
          "asked to answer for "
              + retraining.name()
              + ", which is "
              + phase.word()
              + " and asks nothing",
          FailureContext.hint("see retrain status"),
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
                      "asked to answer for " + name + ", which was never ticked",
                      FailureContext.hint("run retrain tick"),
                      null));
    }
  }
}
