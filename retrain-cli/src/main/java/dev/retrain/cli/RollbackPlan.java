package dev.retrain.cli;

import dev.retrain.api.backend.Capabilities;
import dev.retrain.api.backend.Capability;
import dev.retrain.api.document.Node;
import java.util.Map;

/**
 * Who takes a rollout back when the process that carries it dies.
 *
 * @param by {@code backend} or {@code store}
 */
record RollbackPlan(String by, String how) {

  static RollbackPlan of(Capabilities capabilities) {
    return capabilities.has(Capability.ARMED_ROLLBACK)
        ? new RollbackPlan("backend", capabilities.of(Capability.ARMED_ROLLBACK).how())
        : new RollbackPlan(
            "store",
            "whoever ticks next on the same store: another node once the dead one's lease has"
                + " ended, or retrain tick from cron");
  }

  String line() {
    return "rollback: armed by the " + by + ": " + how;
  }

  Node toNode() {
    return Node.of(Map.of("armedBy", Node.of(by), "how", Node.of(how)));
  }
}
