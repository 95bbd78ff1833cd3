package dev.retrain.cli;

import dev.retrain.api.document.Node;
import dev.retrain.api.retraining.RetrainMode;
import dev.retrain.api.retraining.Retraining;
import dev.retrain.runtime.ManualDeployment;
import dev.retrain.runtime.phase.RetrainingRequest;
import dev.retrain.runtime.phase.RollingOut;
import dev.retrain.spi.state.StateStore;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** A request to the rollout in progress. */
final class CanaryRequest {

  @Option(names = "--pause", description = "Pauses the rollout at its current share.")
  private boolean pause;

  @Option(names = "--resume", description = "Resumes a paused rollout.")
  private boolean resume;

  @Option(names = "--promote", description = "Promotes the version now.")
  private boolean promote;

  @Option(names = "--abort", description = "Rolls the version back now.")
  private boolean abort;

  /** Returns the requested verb. */
  RetrainingRequest.Verb verb() {
    if (pause) {
      return RetrainingRequest.Verb.PAUSE;
    } else if (resume) {
      return RetrainingRequest.Verb.RESUME;
    }
    if (promote == abort) {
      throw new IllegalStateException("exactly one option of the group is set");
    }
    return promote ? RetrainingRequest.Verb.PROMOTE : RetrainingRequest.Verb.ROLL_BACK;
  }

  /** Returns the given reason, else the default one. */
  static String reasonOf(@Nullable String reason) {
    return reason == null ? "requested from the command line" : reason;
  }

  private static RetrainingRequest request(RetrainingRequest.Verb verb, @Nullable String reason) {
    return RequestSubmission.of(verb, RetrainMode.FULL, reasonOf(reason), Optional.empty());
  }

  /** Returns the retraining that rolls out to a target. */
  static Optional<Retraining> ofRetraining(
      List<Retraining> policies, StateStore store, String target) {
    return policies.stream()
        .filter(policy -> Targets.name(policy.target()).equals(target))
        .filter(policy -> isRollingOut(policy, store))
        .findFirst();
  }

  private static boolean isRollingOut(Retraining policy, StateStore store) {
    return RetrainingStatus.state(policy.name(), store)
        .filter(state -> state.phase() instanceof RollingOut)
        .isPresent();
  }

  /** Submits a request; the next tick of the retraining answers it. */
  static int put(
      Retraining policy,
      StateStore store,
      RetrainingRequest.Verb verb,
      @Nullable String reason,
      OutputOptions output) {
    return RequestSubmission.put(store, policy.name(), request(verb, reason), output);
  }

  static Node document(String endpoint, ManualDeployment deployment, List<String> lines) {
    Map<String, Node> document = new LinkedHashMap<>();
    document.put("endpoint", Node.of(endpoint));
    document.put("under_way", Node.of(deployment.isUnderWay()));
    document.put("decisions", Node.of(lines.stream().map(Node::of).toList()));
    return Node.of(document);
  }
}
