package dev.retrain.cli;

import dev.retrain.api.document.Node;
import dev.retrain.spi.backend.Capabilities;
import dev.retrain.spi.backend.Capability;
import dev.retrain.spi.backend.Support;
import java.util.Map;

/**
 * Who takes a rollout back when the process that carries it dies.
 *
 * @param by {@code backend} or {@code store}
 */
record RollbackPlan(String by, String how) {

  /** As the backend declares it, with what to do where it cannot. */
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
