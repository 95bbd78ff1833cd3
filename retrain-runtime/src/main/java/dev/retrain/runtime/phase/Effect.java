package dev.retrain.runtime.phase;

import dev.retrain.spi.backend.RunHandle;
import dev.retrain.spi.deploy.TrafficSplit;
import java.util.Optional;

/** What is to be done outside. Each is idempotent: done twice is done once. */
public sealed interface Effect {

  /** Nothing. */
  record None() implements Effect {
    @Override
    public void accept(Visitor visitor) {
      visitor.none();
    }
  }

  /** Ask the backend for a run. */
  record Submit(PlannedRun run) implements Effect {
    @Override
    public void accept(Visitor visitor) {
      visitor.submit(this);
    }
  }

  /** Ask the backend to end a run. */
  record Cancel(RunHandle run) implements Effect {
    @Override
    public void accept(Visitor visitor) {
      visitor.cancel(this);
    }
  }

  /** Make a version ready to answer. */
  record Prepare(String version) implements Effect {
    @Override
    public void accept(Visitor visitor) {
      visitor.prepare(this);
    }
  }

  /** Set the traffic. */
  record Route(TrafficSplit split) implements Effect {
    @Override
    public void accept(Visitor visitor) {
      visitor.route(this);
    }
  }

  /**
   * Make a version the champion, with all traffic.
   *
   * @param champion the version it replaces
   */
  record Promote(String version, Optional<String> champion) implements Effect {
    @Override
    public void accept(Visitor visitor) {
      visitor.promote(this);
    }
  }

  /**
   * Give all traffic and the alias back and retire a version.
   *
   * @param version sent back
   * @param champion live again; empty when there was none
   */
  record Restore(String version, Optional<String> champion) implements Effect {
    @Override
    public void accept(Visitor visitor) {
      visitor.restore(this);
    }
  }

  /** Nothing. */
  static Effect none() {
    return new None();
  }

  /** What to do for each effect. */
  interface Visitor {
    /** Nothing is to be done. */
    default void none() {}

    /** A run is requested. */
    void submit(Submit effect);

    /** A run is cancelled. */
    void cancel(Cancel effect);

    /** A version is made ready to answer. */
    void prepare(Prepare effect);

    /** The traffic is set. */
    void route(Route effect);

    /** A version becomes the champion. */
    void promote(Promote effect);

    /** A version is sent back. */
    void restore(Restore effect);
  }

  /** Calls the visitor's method of this effect. */
  void accept(Visitor visitor);
}
