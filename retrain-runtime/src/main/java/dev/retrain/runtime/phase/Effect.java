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

  /**
   * Ask the backend to continue a failed run.
   *
   * @param request names the resumption
   */
  record Resume(RunHandle run, String request) implements Effect {
    @Override
    public void accept(Visitor visitor) {
      visitor.resume(this);
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

  /** Returns the effect of doing nothing. */
  static Effect none() {
    return new None();
  }

  /** What to do for each effect. */
  interface Visitor {
    /** Does nothing. */
    default void none() {}

    /** Handles {@link Submit}. */
    void submit(Submit effect);

    /** Handles {@link Cancel}. */
    void cancel(Cancel effect);

    /** Handles {@link Resume}. */
    void resume(Resume effect);

    /** Handles {@link Prepare}. */
    void prepare(Prepare effect);

    /** Handles {@link Route}. */
    void route(Route effect);

    /** Handles {@link Promote}. */
    void promote(Promote effect);

    /** Handles {@link Restore}. */
    void restore(Restore effect);
  }

  /** Calls the visitor's method of this effect. */
  void accept(Visitor visitor);
}
