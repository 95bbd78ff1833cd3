package dev.retrain.sequential;

import dev.retrain.api.metric.Direction;
import dev.retrain.api.metric.Margin;

/** How much worse the canary is than the champion, seen through a margin. */
final class Harm {
  private Harm() {}

  static boolean isNone(Margin margin) {
    return margin.of(1) == 0;
  }

  /** The worst figure of the canary that is still within the margin. */
  static double worst(Margin margin, double champion, Direction direction) {
    double distance = margin.of(champion);
    return direction == Direction.LOWER_IS_BETTER ? champion + distance : champion - distance;
  }

  /** How much worse the canary is, in the margin's terms; negative where it is better. */
  static double of(Margin margin, double champion, double canary, Direction direction) {
    double worse = direction == Direction.LOWER_IS_BETTER ? canary - champion : champion - canary;
    return margin instanceof Margin.Relative ? worse / Math.abs(champion) : worse;
  }

  /** Distances in the figure's unit per unit of the margin. */
  static double unit(Margin margin, double champion) {
    return margin instanceof Margin.Relative ? Math.abs(champion) : 1;
  }
}
