package dev.retrain.api.rollout;

import dev.retrain.api.metric.Percent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** How traffic moves to a challenger. Data only. */
public sealed interface Strategy {

  /** All traffic at once; health is observed afterwards. */
  record AllAtOnce() implements Strategy {}

  /**
   * Growing shares, each observed before the next.
   *
   * @param stages strictly growing, above 0; all traffic follows the last one
   */
  record Canary(List<Percent> stages) implements Strategy {
    /** Copies and checks the stages. */
    public Canary {
      stages = List.copyOf(stages);
      Percent before = Percent.NONE;
      for (Percent stage : stages) {
        if (stage.compareTo(before) <= 0) {
          throw new IllegalArgumentException(
              "canary stages must grow and be above 0, are " + stages);
        }
        before = stage;
      }
      if (stages.isEmpty()) {
        throw new IllegalArgumentException("a canary needs at least one stage");
      }
    }
  }

  /**
   * Equal steps.
   *
   * @param step how much is added each time, above 0
   * @param interval between two steps, above 0
   */
  record Linear(Percent step, Duration interval) implements Strategy {
    /** Checks the ranges. */
    public Linear {
      positive(interval, "the interval between two steps");
      if (step.value() <= 0) {
        throw new IllegalArgumentException("a linear step must be above 0, is " + step);
      }
    }

    /** Returns the shares, the last below 100. */
    public List<Percent> stages() {
      List<Percent> stages = new ArrayList<>();
      for (double at = step.value(); at < 100; at += step.value()) {
        stages.add(new Percent(at));
      }
      return List.copyOf(stages);
    }
  }

  /**
   * The challenger is made ready beside the champion, all traffic switches, the champion stays
   * ready for a rollback.
   *
   * @param keep how long the champion stays ready and the challenger is watched, above 0
   */
  record BlueGreen(Duration keep) implements Strategy {
    /** Checks the range. */
    public BlueGreen {
      positive(keep, "the time to keep the champion");
    }
  }

  /**
   * A fixed split, with a winner at the end.
   *
   * @param share of the challenger, above 0 and below 100
   * @param metric that decides, higher or lower by its direction
   */
  record AbTest(Percent share, String metric) implements Strategy {
    /** Checks the range. */
    public AbTest {
      if (share.value() <= 0 || share.value() >= 100) {
        throw new IllegalArgumentException("an A/B share must lie between 0 and 100, is " + share);
      }
    }
  }

  /**
   * Live requests are copied to the challenger, its answers are dropped and compared; then all
   * traffic moves.
   *
   * @param share of live requests copied, above 0
   */
  record Shadow(Percent share) implements Strategy {
    /** Checks the range. */
    public Shadow {
      if (share.value() <= 0) {
        throw new IllegalArgumentException("a shadow share must be above 0, is " + share);
      }
    }
  }

  /** One method per strategy. */
  interface Visitor<R> {
    /** Visits a move of all traffic at once. */
    R allAtOnce(AllAtOnce strategy);

    /** Visits a canary in growing shares. */
    R canary(Canary strategy);

    /** Visits a move in equal steps. */
    R linear(Linear strategy);

    /** Visits a switch with the champion kept ready. */
    R blueGreen(BlueGreen strategy);

    /** Visits an A/B test with a fixed split. */
    R abTest(AbTest strategy);

    /** Visits a shadow rollout with copied requests. */
    R shadow(Shadow strategy);
  }

  /** Calls the visitor's method for this strategy. */
  default <R> R accept(Visitor<R> visitor) {
    if (this instanceof AllAtOnce s) {
      return visitor.allAtOnce(s);
    } else if (this instanceof Canary s) {
      return visitor.canary(s);
    } else if (this instanceof Linear s) {
      return visitor.linear(s);
    } else if (this instanceof BlueGreen s) {
      return visitor.blueGreen(s);
    } else if (this instanceof AbTest s) {
      return visitor.abTest(s);
    }
    return visitor.shadow((Shadow) this);
  }

  private static void positive(Duration duration, String what) {
    if (duration.isNegative() || duration.isZero()) {
      throw new IllegalArgumentException(what + " must be above 0, is " + duration);
    }
  }
}
