package dev.retrain.sequential;

import dev.retrain.spi.deploy.OutcomeTotals;
import java.util.Optional;

/**
 * Holds rows, sum and sum of squares of a value per request, since the start of the rollout.
 *
 * <p>Shift a value whose mean is far above its standard deviation by a constant before summing: the
 * variance is a difference of the two sums and would lose its digits.
 */
public record SampleMoments(long rows, double sum, double sumOfSquares) {
  /** Nothing summed yet. */
  public static final SampleMoments ZERO = new SampleMoments(0, 0, 0);

  /** Rejects negative rows and sums that are not finite. */
  public SampleMoments {
    if (rows < 0 || !Double.isFinite(sum) || !Double.isFinite(sumOfSquares) || sumOfSquares < 0) {
      throw new IllegalArgumentException(
          "moments require finite sums, got " + rows + " rows, " + sum + ", " + sumOfSquares);
    }
  }

  /** Returns the moments of a target's totals of one outcome. */
  public static SampleMoments of(OutcomeTotals totals) {
    return new SampleMoments(totals.count(), totals.sum(), totals.sumOfSquares());
  }

  /**
   * Converts what a metric source reported.
   *
   * @return empty if a value is NaN, infinite or impossibly negative: call {@link
   *     SequentialTest#miss} then
   */
  public static Optional<SampleMoments> reported(double rows, double sum, double sumOfSquares) {
    boolean finite = Double.isFinite(rows + sum + sumOfSquares);
    return finite && rows >= 0 && sumOfSquares >= 0
        ? Optional.of(new SampleMoments(Math.round(rows), sum, sumOfSquares))
        : Optional.empty();
  }

  /** Returns the mean; NaN while there are no rows. */
  public double mean() {
    return sum / rows;
  }

  /** Returns the moments added since an earlier look; zero if rows were lost. */
  SampleMoments minusOrZero(SampleMoments earlier) {
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
