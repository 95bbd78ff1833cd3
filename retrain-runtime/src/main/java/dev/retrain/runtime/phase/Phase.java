package dev.retrain.runtime.phase;

import dev.retrain.api.document.Shape;
import java.time.Instant;

/**
 * Where a retraining stands. One small record per phase; each says, for anything that can be seen,
 * what follows.
 */
public sealed interface Phase
    permits Idle, Submitting, Running, Judging, Approving, RollingOut, RollingBack, Halted {

  /** Returns when it began. */
  Instant since();

  /** Returns the phase in a word, such as {@code rolling-out}. */
  String word();

  /**
   * Returns what follows from what is seen. Pure and total: what a phase cannot use leaves it as it
   * is.
   *
   * <p>An effect that was interrupted is asked for again here, by the same phase under the same
   * key, until what is seen shows that it is done.
   */
  Transition next(PhaseInput seen);

  /** What to do for each phase. */
  interface Visitor<R> {
    /** Handles {@link Idle}. */
    R idle(Idle phase);

    /** Handles {@link Submitting}. */
    R submitting(Submitting phase);

    /** Handles {@link Running}. */
    R running(Running phase);

    /** Handles {@link Judging}. */
    R judging(Judging phase);

    /** Handles {@link Approving}. */
    R approving(Approving phase);

    /** Handles {@link RollingOut}. */
    R rollingOut(RollingOut phase);

    /** Handles {@link RollingBack}. */
    R rollingBack(RollingBack phase);

    /** Handles {@link Halted}. */
    R halted(Halted phase);
  }

  /** Calls the visitor's method of this phase. */
  <R> R accept(Visitor<R> visitor);

  /** Returns whether nothing is under way: idle or halted. */
  default boolean isAtRest() {
    return false;
  }

  /** Returns the document form. */
  static Shape<Phase> shape() {
    return PhaseShape.SHAPE;
  }
}
