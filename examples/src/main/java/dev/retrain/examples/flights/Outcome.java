package dev.retrain.examples.flights;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What a model predicts of a flight, and the loss its trees are boosted on. */
enum Outcome {
  /** Whether it arrives late: 1 or 0; the score is a probability; boosted on the log loss. */
  @JsonProperty("late")
  LATE(1.0 / 200) {
    @Override
    double of(Flight flight) {
      return flight.late() ? 1 : 0;
    }

    @Override
    double predicted(double raw) {
      return 1 / (1 + Math.exp(-raw));
    }

    @Override
    double slope(double outcome, double predicted) {
      return outcome - predicted;
    }

    @Override
    double curvature(double outcome, double predicted) {
      return predicted * (1 - predicted);
    }

    @Override
    double start(double mean) {
      return Math.log(mean / (1 - mean));
    }
  },

  /**
   * By how many minutes it arrives late; boosted on the pseudo-Huber loss, nearly the absolute
   * error.
   */
  @JsonProperty("delay")
  DELAY(0.25) {
    // A handful of records are off by up to a day; they must not bend the trees.
    private static final double LEAST = -60;
    private static final double MOST = 240;
    // Minutes of error from which the loss grows in a line.
    private static final double BEND = 5;

    @Override
    double of(Flight flight) {
      return Math.max(LEAST, Math.min(MOST, flight.delay()));
    }

    @Override
    double predicted(double raw) {
      return raw;
    }

    @Override
    double slope(double outcome, double predicted) {
      return (outcome - predicted) * curvature(outcome, predicted);
    }

    // The weight of iterated least squares: it bounds the second derivative, so no step is too
    // long.
    @Override
    double curvature(double outcome, double predicted) {
      return 1 / Math.hypot(1, (outcome - predicted) / BEND);
    }

    @Override
    double start(double mean) {
      return mean;
    }
  };

  private final double resolution;

  Outcome(double resolution) {
    this.resolution = resolution;
  }

  /** Returns the training label of a flight. */
  abstract double of(Flight flight);

  /** Returns a raw sum of trees as a score. */
  abstract double predicted(double raw);

  /** Minus the derivative of the loss by the raw sum: where the raw sum should go. */
  abstract double slope(double outcome, double predicted);

  /** Returns the second derivative of the loss by the raw sum, or a bound of it. */
  abstract double curvature(double outcome, double predicted);

  /** Returns the raw sum whose score is a mean outcome. */
  abstract double start(double mean);

  /**
   * Returns the step mean outcomes are rounded to: fewer distinct values make trees grow faster.
   */
  double resolution() {
    return resolution;
  }
}
