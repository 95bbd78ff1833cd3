package dev.retrain.sequential;

import dev.retrain.spi.deploy.OutcomeTotals;
import java.util.Optional;

/**
 * Rows, sum and sum of squares of a figure per request, since the rollout began.
 *
 * <p>A figure with a mean far above its spread should be shifted by a constant before it is summed;
 * the variance is a difference of the two sums.
 */
public record SampleMoments(long rows, double sum, double sumOfSquares) {
  /** Nothing summed yet. */
  public static final SampleMoments ZERO = new SampleMoments(0, 0, 0);

  /** Refuses negative rows and sums that are not finite. */
  public SampleMoments {
    if (rows < 0 || !Double.isFinite(sum) || !Double.isFinite(sumOfSquares) || sumOfSquares < 0) {
      throw new IllegalArgumentException(
          "moments need finite sums: " + rows + " rows, " + sum + ", " + sumOfSquares);
    }
  }

  /** A target's totals of one outcome. */
  public static SampleMoments of(OutcomeTotals totals) {
    return new SampleMoments(totals.count(), totals.sum(), totals.sumOfSquares());
  }

  /**
   * Reads what a metric source reported.
   *
   * @return empty where a figure is NaN, infinite or negative where it cannot be: call {@link
   *     SequentialTest#miss} then
   */
  public static Optional<SampleMoments> reported(double rows, double sum, double sumOfSquares) {
    boolean finite = Double.isFinite(rows + sum + sumOfSquares);
    return finite && rows >= 0 && sumOfSquares >= 0
        ? Optional.of(new SampleMoments(Math.round(rows), sum, sumOfSquares))
        : Optional.empty();
  }

  /** The mean; NaN while there are no rows. */
  public double mean() {
    return sum / rows;
  }

  /** What came since; nothing where rows were lost. */
  SampleMoments minusOrNothing(SampleMoments earlier) {
    if (rows <= earlier.rows) {
      return ZERO;
    }
    double squares = Math.max(0, sumOfSquares - earlier.sumOfSquares);
    return new SampleMoments(rows - earlier.rows, sum - earlier.sum, squares);
  }

  double squaresAroundMean() {
    return rows == 0 ? 0 : Math.max(0, sumOfSquares - sum * sum / rows);
  }
}
