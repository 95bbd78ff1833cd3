package dev.retrain.runtime.rollout;

import static java.util.Objects.requireNonNull;

import dev.retrain.api.document.Node;
import dev.retrain.spi.deploy.TrafficSplit;

/** The next step of a rollout after one look. The same look gives the same step. */
public sealed interface RolloutStep {

  /** Waits, in a state that may have changed. */
  record Wait(RolloutState next) implements RolloutStep {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.waiting(this);
    }
  }

  /** Prepares a version. */
  record Prepare(RolloutState next, String version) implements RolloutStep {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.prepare(this);
    }
  }

  /** Gives the target the traffic of the current stage. */
  record Route(RolloutState next, TrafficSplit split) implements RolloutStep {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.route(this);
    }
  }

  /** Starts a stage. */
  record Begin(RolloutState next, TrafficSplit split, String what, String why, Node.Mapping seen)
      implements RolloutStep {
    /** Checks that nothing is missing. */
    public Begin {
      requireNonNull(split);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.begin(this);
    }
  }

  /** Promotes the challenger to champion. */
  record Promote(RolloutState next, String why, Node.Mapping seen) implements RolloutStep {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.promote(this);
    }
  }

  /** Closes the rollback window after promotion. */
  record Disarm(String why, Node.Mapping seen) implements RolloutStep {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.disarm(this);
    }
  }

  /**
   * Rolls the challenger back.
   *
   * @param rule name of the rule that decided
   */
  record RollBack(String rule, String why, Node.Mapping seen) implements RolloutStep {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.rollBack(this);
    }
  }

  /** Stops without touching the traffic, because it was changed by other means. */
  record Stop(String why) implements RolloutStep {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.stop(this);
    }
  }

  /** Calls the visitor's method for this step. */
  <R> R accept(Visitor<R> visitor);

  /**
   * One method per step.
   *
   * @param <R> the result
   */
  interface Visitor<R> {
    /** Handles {@link Wait}. */
    R waiting(Wait wait);

    /** Handles {@link Prepare}. */
    R prepare(Prepare prepare);

    /** Handles {@link Route}. */
    R route(Route route);

    /** Handles {@link Begin}. */
    R begin(Begin begin);

    /** Handles {@link Promote}. */
    R promote(Promote promote);

    /** Handles {@link Disarm}. */
    R disarm(Disarm disarm);

    /** Handles {@link RollBack}. */
    R rollBack(RollBack back);

    /** Handles {@link Stop}. */
    R stop(Stop stop);
  }
}
