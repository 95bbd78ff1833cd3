package dev.retrain.api.retraining;

import dev.retrain.api.document.ObjectShape;
import dev.retrain.api.document.Shape;
import dev.retrain.api.document.Shapes;

/**
 * How often a failed run goes on from the step that failed before it counts as failed. It needs a
 * backend that resumes runs; each resumption is a decision, and none counts as a new run.
 *
 * @param times 0 to 10; 0 leaves a failed run as it is
 */
public record Resume(int times) {

  /** Leaves a failed run as it is. */
  public static final Resume NONE = new Resume(0);

  private static final int MOST = 10;

  /** Checks the range. */
  public Resume {
    if (times < 0 || times > MOST) {
      throw new IllegalArgumentException("a run is resumed 0 to " + MOST + " times, not " + times);
    }
  }

  static Shape<Resume> shape() {
    ObjectShape.Builder<Resume> all = ObjectShape.named("Resume");
    var times =
        all.required(
            "times", Shapes.integer(0, MOST), r -> (long) r.times(), "before it counts as failed");
    return all.build(f -> new Resume(Math.toIntExact(f.get(times))));
  }
}
