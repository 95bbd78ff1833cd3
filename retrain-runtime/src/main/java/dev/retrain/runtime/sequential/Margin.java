package dev.retrain.runtime.sequential;

/** How much worse than the champion the canary may be, in the figure's own unit or as a share. */
public sealed interface Margin {
  /** Not worse at all. */
  Margin NONE = new Absolute(0);

  /** A difference in the figure's unit: 0.02 of an accuracy is two points. */
  static Margin absolute(double difference) {
    return new Absolute(difference);
  }

  /** A share of the champion's figure: 0.05 lets an accuracy of 0.80 fall to 0.76. */
  static Margin relative(double share) {
    return new Relative(share);
  }

  /** The size of the margin, in its own terms. */
  double value();

  /** The worst figure of the canary that is still within the margin. */
  double worst(double champion, Worse worse);

  /** How much worse the canary is, in this margin's terms; negative where it is better. */
  double harm(double champion, double canary, Worse worse);

  /** A difference in the figure's unit. */
  record Absolute(double value) implements Margin {
    /** Refuses a negative margin. */
    public Absolute {
      if (!(value >= 0 && value < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException("a margin is finite and not negative, got " + value);
      }
    }

    @Override
    public double worst(double champion, Worse worse) {
      return worse == Worse.HIGHER ? champion + value : champion - value;
    }

    @Override
    public double harm(double champion, double canary, Worse worse) {
      return worse == Worse.HIGHER ? canary - champion : champion - canary;
    }
  }

  /** A share of the champion's figure, which must be positive. */
  record Relative(double value) implements Margin {
    /** Refuses a negative margin. */
    public Relative {
      if (!(value >= 0 && value < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException("a margin is finite and not negative, got " + value);
      }
    }

    @Override
    public double worst(double champion, Worse worse) {
      return champion * (worse == Worse.HIGHER ? 1 + value : 1 - value);
    }

    @Override
    public double harm(double champion, double canary, Worse worse) {
      return (worse == Worse.HIGHER ? canary - champion : champion - canary) / champion;
    }
  }
}
