package dev.retrain.runtime.rollout;

import static java.util.Objects.requireNonNull;

import dev.retrain.api.document.Node;
import dev.retrain.spi.deploy.TrafficSplit;

/** What a rollout asks for at one look. The same look gives the same step. */
public sealed interface RolloutStep {

  /** Wait, in a state that may have changed. */
  record Wait(RolloutState next) implements RolloutStep {}

  /** Make a version ready. */
  record Prepare(RolloutState next, String version) implements RolloutStep {}

  /** Give the target the traffic of the stage that stands already. */
  record Route(RolloutState next, TrafficSplit split) implements RolloutStep {}

  /** Begin a stage. */
  record Begin(RolloutState next, TrafficSplit split, String what, String why, Node.Mapping seen)
      implements RolloutStep {
    /** Checks that nothing is missing. */
    public Begin {
      requireNonNull(split);
    }
  }

  /** Make the challenger the champion. */
  record Promote(RolloutState next, String why, Node.Mapping seen) implements RolloutStep {}

  /** Nothing is left to wait for after promotion: the way back is closed. */
  record Disarm(String why, Node.Mapping seen) implements RolloutStep {}

  /**
   * Send the challenger back.
   *
   * @param rule which rule says so
   */
  record RollBack(String rule, String why, Node.Mapping seen) implements RolloutStep {}
}
