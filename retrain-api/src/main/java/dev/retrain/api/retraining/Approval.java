package dev.retrain.api.retraining;

import static java.util.Objects.requireNonNull;

import dev.retrain.api.document.ObjectShape;
import dev.retrain.api.document.Shape;
import dev.retrain.api.document.Shapes;
import java.time.Duration;

/**
 * A person's approval between verdict and traffic. Without one the rollout of a challenger that the
 * evaluator promotes starts by itself.
 *
 * @param timeout how long the challenger waits for approval, above 0
 * @param whenUnanswered what follows when there is no answer in time
 */
public record Approval(Duration timeout, WhenUnanswered whenUnanswered) {

  /** What follows when there is no answer in time. */
  public enum WhenUnanswered {
    /** The challenger is rejected. */
    REJECT,
    /** The rollout starts without approval; the decision records that there was no answer. */
    ROLL_OUT
  }

  /** Checks the range. */
  public Approval {
    requireNonNull(whenUnanswered);
    if (timeout.isNegative() || timeout.isZero()) {
      throw new IllegalArgumentException("the time for an approval must be above 0, is " + timeout);
    }
  }

  /** Requires a person's approval within a time; without an answer the challenger is rejected. */
  public static Approval within(Duration timeout) {
    return new Approval(timeout, WhenUnanswered.REJECT);
  }

  /** Returns a copy with another policy for a missing answer. */
  public Approval whenUnanswered(WhenUnanswered policy) {
    return new Approval(timeout, policy);
  }

  /** Returns the document form: {@code {timeout: PT48H, whenUnanswered: reject}}. */
  static Shape<Approval> shape() {
    ObjectShape.Builder<Approval> all = ObjectShape.named("Approval");
    var timeout =
        all.required("timeout", Shapes.duration(), Approval::timeout, "how long it waits");
    var unanswered =
        all.optional(
            "whenUnanswered",
            Shapes.choice(WhenUnanswered.class),
            WhenUnanswered.REJECT,
            Approval::whenUnanswered,
            "what follows without an answer");
    return all.build(f -> new Approval(f.get(timeout), f.get(unanswered)));
  }
}
