package dev.retrain.sequential;

import dev.retrain.api.metric.Direction;
import dev.retrain.api.metric.Margin;

/** Computes how much worse the canary is than the champion, in the unit of a margin. */
final class Harm {
  private Harm() {}

  static boolean isNone(Margin margin) {
    return margin.of(1) == 0;
  }

  /** Returns the worst value of the canary that is still within the margin. */
  static double worst(Margin margin, double champion, Direction direction) {
    double distance = margin.of(champion);
    return direction == Direction.LOWER_IS_BETTER ? champion + distance : champion - distance;
  }

  /** Returns how much worse the canary is, in the unit of the margin; negative if it is better. */
  static double of(Margin margin, double champion, double canary, Direction direction) {
    double worse = direction == Direction.LOWER_IS_BETTER ? canary - champion : champion - canary;
    return margin instanceof Margin.Relative ? worse / Math.abs(champion) : worse;
  }

  /** Returns the difference in the value's unit that one unit of the margin stands for. */
  static double unit(Margin margin, double champion) {
    return margin instanceof Margin.Relative ? Math.abs(champion) : 1;
  }
}
