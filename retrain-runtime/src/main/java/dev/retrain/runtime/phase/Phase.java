package dev.retrain.runtime.phase;

import dev.retrain.api.document.Shape;
import java.time.Instant;

/**
 * Where a retraining stands. One small record per phase; each says, for anything that can be seen,
 * what follows.
 */
public sealed interface Phase
    permits Idle, Submitting, Running, Judging, Approving, RollingOut, RollingBack, Halted {

  /** When it began. */
  Instant since();

  /** The phase in a word, such as {@code rolling-out}. */
  String word();

  /**
   * What follows from what is seen. Pure and total: what a phase cannot use leaves it as it is.
   *
   * <p>An effect that was interrupted is asked for again here, by the same phase under the same
   * key, until what is seen shows that it is done.
   */
  Transition next(PhaseInput seen);

  /** What to do for each phase. */
  interface Visitor<R> {
    /** Nothing is under way. */
    R idle(Idle phase);

    /** A run is requested. */
    R submitting(Submitting phase);

    /** A run is under way. */
    R running(Running phase);

    /** A challenger is compared with the champion. */
    R judging(Judging phase);

    /** A challenger waits for a person. */
    R approving(Approving phase);

    /** A challenger is rolled out. */
    R rollingOut(RollingOut phase);

    /** A version is sent back. */
    R rollingBack(RollingBack phase);

    /** Nothing is done until a person resumes. */
    R halted(Halted phase);
  }

  /** Calls the visitor's method of this phase. */
  <R> R accept(Visitor<R> visitor);

  /** Whether nothing is under way: idle or halted. */
  default boolean isAtRest() {
    return false;
  }

  /** The document form. */
  static Shape<Phase> shape() {
    return PhaseShape.SHAPE;
  }
}
