package dev.retrain.runtime.rollout;

import static java.util.Objects.requireNonNull;

import dev.retrain.api.document.Node;
import dev.retrain.spi.deploy.TrafficSplit;

/** The next step of a rollout after one look. The same look gives the same step. */
public sealed interface RolloutStep {

  /** Waits, in a state that may have changed. */
  record Wait(RolloutState next) implements RolloutStep {}

  /** Prepares a version. */
  record Prepare(RolloutState next, String version) implements RolloutStep {}

  /** Gives the target the traffic of the current stage. */
  record Route(RolloutState next, TrafficSplit split) implements RolloutStep {}

  /** Starts a stage. */
  record Begin(RolloutState next, TrafficSplit split, String what, String why, Node.Mapping seen)
      implements RolloutStep {
    /** Checks that nothing is missing. */
    public Begin {
      requireNonNull(split);
    }
  }

  /** Promotes the challenger to champion. */
  record Promote(RolloutState next, String why, Node.Mapping seen) implements RolloutStep {}

  /** Closes the rollback window after promotion. */
  record Disarm(String why, Node.Mapping seen) implements RolloutStep {}

  /**
   * Rolls the challenger back.
   *
   * @param rule name of the rule that decided
   */
  record RollBack(String rule, String why, Node.Mapping seen) implements RolloutStep {}

  /** Stops without touching the traffic, because it was changed by other means. */
  record Stop(String why) implements RolloutStep {}
}
