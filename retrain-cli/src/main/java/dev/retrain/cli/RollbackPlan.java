package dev.retrain.cli;

import dev.retrain.api.document.Node;
import dev.retrain.spi.backend.Capabilities;
import dev.retrain.spi.backend.Capability;
import dev.retrain.spi.backend.Support;
import java.util.Map;

/**
 * The party that rolls back when the process that drives a rollout dies.
 *
 * @param by {@code backend} or {@code store}
 */
record RollbackPlan(String by, String how) {

  /** Returns what the backend declares, with the fix where it lacks the capability. */
  static RollbackPlan of(Capabilities capabilities) {
    Support declared = capabilities.of(Capability.ARMED_ROLLBACK);
    return declared instanceof Support.Absent absent
        ? new RollbackPlan("store", absent.how() + ". " + absent.fix())
        : new RollbackPlan("backend", declared.how());
  }

  String line() {
    return "rollback: armed by the " + by + ": " + how;
  }

  Node toNode() {
    return Node.of(Map.of("armedBy", Node.of(by), "how", Node.of(how)));
  }
}
