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

  /** The document form. */
  static Shape<Phase> shape() {
    return PhaseShape.SHAPE;
  }
}
