package dev.retrain.api.retraining;

import static java.util.Objects.requireNonNull;

import dev.retrain.api.document.ObjectShape;
import dev.retrain.api.document.Shape;
import dev.retrain.api.document.Shapes;
import java.time.Duration;

/**
 * A person's word between verdict and traffic. Without one a challenger that the evaluator promotes
 * begins its rollout by itself.
 *
 * @param timeout how long the challenger waits for an answer, above 0
 * @param whenUnanswered what follows when nobody has answered by then
 */
public record Approval(Duration timeout, WhenUnanswered whenUnanswered) {

  /** What follows when nobody answers in time. */
  public enum WhenUnanswered {
    /** The challenger is refused. */
    REJECT,
    /** The rollout begins as if it had been approved; the decision says that nobody did. */
    ROLL_OUT
  }

  /** Checks the range. */
  public Approval {
    requireNonNull(whenUnanswered);
    if (timeout.isNegative() || timeout.isZero()) {
      throw new IllegalArgumentException("the time to approve in must be above 0, is " + timeout);
    }
  }

  /** A person approves; nobody's word within the time is a no. */
  public static Approval within(Duration timeout) {
    return new Approval(timeout, WhenUnanswered.REJECT);
  }

  /** The same with another answer when nobody gives one. */
  public Approval whenUnanswered(WhenUnanswered policy) {
    return new Approval(timeout, policy);
  }

  /** {@code {timeout: PT48H, whenUnanswered: reject}}. */
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
