package dev.retrain.cli;

import dev.retrain.api.document.Node;
import dev.retrain.api.error.ConfigurationProblem;
import dev.retrain.api.error.FailureContext;
import dev.retrain.api.retraining.RetrainMode;
import dev.retrain.api.state.StateStore;
import dev.retrain.runtime.Deployment;
import dev.retrain.runtime.Mailbox;
import dev.retrain.runtime.Retrainer;
import dev.retrain.runtime.phase.Request;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What a person asks of the rollout under way, from any terminal. */
final class CanaryRequest {

  @Option(names = "--pause", description = "Holds the rollout under way at its share.")
  private boolean pause;

  @Option(names = "--resume", description = "Lets a rollout that is held go on.")
  private boolean resume;

  @Option(names = "--promote", description = "Makes the version the live one now.")
  private boolean promote;

  @Option(names = "--abort", description = "Sends the version back now.")
  private boolean abort;

  /** The verb asked for. */
  Request.Verb verb() {
    if (pause) {
      return Request.Verb.PAUSE;
    } else if (resume) {
      return Request.Verb.RESUME;
    }
    if (promote == abort) {
      throw new IllegalStateException("the group has exactly one");
    }
    return promote ? Request.Verb.PROMOTE : Request.Verb.ROLL_BACK;
  }

  /** Asks, and lets the loop answer at once, whether another process drives the rollout or none. */
  static void ask(
      Deployment deployment,
      StateStore store,
      Retrainer retrainer,
      Request.Verb verb,
      @Nullable String reason) {
    if (!deployment.isUnderWay()) {
      throw new ConfigurationProblem(
          "asked to change a rollout, but none is under way on the endpoint",
          FailureContext.hint("begin one with --model-version"),
          null);
    }
    String why = reason == null ? "asked from the command line" : reason;
    new Mailbox(store)
        .put(
            deployment.policy().name(), Requests.of(verb, RetrainMode.FULL, why, Optional.empty()));
    retrainer.tick();
  }

  static Node document(String endpoint, Deployment deployment, List<String> lines) {
    Map<String, Node> document = new LinkedHashMap<>();
    document.put("endpoint", Node.of(endpoint));
    document.put("under_way", Node.of(deployment.isUnderWay()));
    document.put("decisions", Node.of(lines.stream().map(Node::of).toList()));
    return Node.of(document);
  }
}
