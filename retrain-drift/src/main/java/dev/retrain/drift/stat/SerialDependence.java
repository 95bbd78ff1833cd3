package dev.retrain.drift.stat;

import java.util.Arrays;
import java.util.function.IntToDoubleFunction;

/**
 * Estimates how much less a sample tells about its distribution because neighbouring rows resemble
 * each other.
 *
 * <p>The design effect is the variance of a share over that of independent rows: 1 + 2 sum rho(k)
 * over the autocorrelations of the rows' ranks. Tests divide their rows by it. The sum ends where a
 * pair of neighbouring lags turns negative (initial positive sequence: Geyer, Statistical Science
 * 7, 1992). Of a long sample, evenly spread stretches are used.
 *
 * <p>A sample sorted by its own values has lost the order its rows were recorded in, so its design
 * effect is 1; see {@link #isSorted(double...)}. The effect never exceeds {@link #MOST}: rows of a
 * slowly moving source tell little, but not nothing.
 */
public final class SerialDependence {

  /** The greatest design effect stated; stronger dependence than this cannot be told from drift. */
  public static final double MOST = 50;

  private static final int STRETCHES = 16;
  private static final int STRETCH = 2048;
  private static final int FEWEST = 50;

  /** Rows over which the influence of a sort column is taken to be linear. */
  private static final int DETRENDED = 32;

  /** Ranks spread less than this, of 1/12 for uniform ones, hardly tell the rows apart. */
  private static final double LEAST_VARIANCE = 1.0 / 48;

  private SerialDependence() {}

  /**
   * Returns the design effect of a sample in the order it was recorded in, by its ranks in a
   * reference. Where most of the sample lies between or beyond few reference values, so that those
   * ranks are nearly equal, its ranks in itself are used.
   *
   * @return from 1 to {@link #MOST}; 1 for a sample of fewer than 50 rows
   */
  public static double designEffect(FittedNumeric reference, double... sample) {
    return designEffect(reference, false, sample);
  }

  /** Returns the design effect of a sample in the order it was recorded in, by its own ranks. */
  public static double designEffect(double... sample) {
    double[] rows = spread(sample);
    return designEffect(FittedNumeric.fit(rows), false, rows);
  }

  /**
   * Returns the design effect of a sample whose rows were sorted by another column: what that
   * column explains, a local trend, is taken out of the ranks first, since it is an effect of the
   * sorting and not of how the rows came about.
   *
   * @return from 1 to {@link #MOST}; 1 for a sample of fewer than 50 rows
   */
  public static double sortedDesignEffect(FittedNumeric reference, double... sample) {
    return designEffect(reference, true, sample);
  }

  /** Computes the design effect by the sample's own ranks. */
  public static double sortedDesignEffect(double... sample) {
    double[] rows = spread(sample);
    return designEffect(FittedNumeric.fit(rows), true, rows);
  }

  private static double designEffect(
      FittedNumeric reference, boolean sortedByAnother, double... sample) {
    double[] rows = spread(sample);
    if (rows.length < FEWEST || reference.present() == 0 || SortedOrder.isSorted(rows)) {
      return 1;
    }
    double[] centred = centred(reference.ranks(rows));
    double variance = products(centred, 0);
    if (variance < LEAST_VARIANCE * centred.length) {
      centred = centred(FittedNumeric.fit(rows).ranks(rows));
    }
    return designEffect(centred, sortedByAnother);
  }

  private static double designEffect(double[] centred, boolean sortedByAnother) {
    if (sortedByAnother) {
      detrend(centred);
    }
    double variance = products(centred, 0);
    // Rounding alone leaves less than this of equal ranks.
    return variance <= 1e-12 * centred.length
        ? 1
        : designEffect(
            centred.length,
            sortedByAnother ? DETRENDED : STRETCH,
            lag -> products(centred, lag) / variance);
  }

  /**
   * Returns the design effect of categories in the order they were recorded in.
   *
   * @param codes one per row; negative codes are missing and left out
   * @return from 1 to {@link #MOST}; 1 for a sample of fewer than 50 rows
   */
  public static double designEffect(int... codes) {
    return designEffect(present(codes), false);
  }

  /**
   * Returns the design effect of categories whose rows were sorted by another column: agreement
   * with the rows nearby counts only as far as it exceeds that with rows a little further away.
   */
  public static double sortedDesignEffect(int... codes) {
    return designEffect(present(codes), true);
  }

  private static double designEffect(int[] present, boolean sortedByAnother) {
    int[] rows = spread(present);
    double chance = SortedOrder.chanceOfAgreement(rows);
    if (rows.length < FEWEST || chance >= 1 || SortedOrder.isSorted(rows)) {
      return 1;
    }
    double nearby = sortedByAnother ? Math.max(chance, agreement(rows, DETRENDED)) : chance;
    return nearby >= 1
        ? 1
        : designEffect(
            rows.length,
            sortedByAnother ? DETRENDED : STRETCH,
            lag -> (agreement(rows, lag) - nearby) / (1 - nearby));
  }

  /**
   * Returns whether rows stand in the order of these values, ascending or descending: wholly, up to
   * one row in fifty, or in up to three parts one after the other.
   */
  public static boolean isSorted(double... sample) {
    return SortedOrder.isSorted(spread(sample));
  }

  /**
   * Returns whether the order of the rows can only come from sorting by these values: they are
   * {@linkplain #isSorted sorted}, and rows in random order would not be.
   */
  public static boolean isSortKey(double... sample) {
    return SortedOrder.isSortKey(spread(sample));
  }

  /** Returns whether categories change from row to row far less often than in random order. */
  public static boolean comesInRuns(int... codes) {
    return SortedOrder.comesInRuns(spread(present(codes)));
  }

  /**
   * Returns whether the order of the rows can only come from grouping by these categories.
   *
   * @param codes one per row, in the order of the categories' names; negative codes are missing
   */
  public static boolean isSortKey(int... codes) {
    return SortedOrder.isSortKey(spread(present(codes)));
  }

  private static int[] present(int[] codes) {
    int[] present = new int[codes.length];
    int count = 0;
    for (int code : codes) {
      present[count] = code;
      count += code >= 0 ? 1 : 0;
    }
    return count == codes.length ? codes : Arrays.copyOf(present, count);
  }

  private static double[] centred(double[] ranks) {
    double sum = 0;
    for (double rank : ranks) {
      sum += rank;
    }
    double mean = sum / ranks.length;
    for (int i = 0; i < ranks.length; i++) {
      ranks[i] -= mean;
    }
    return ranks;
  }

  /** Takes the straight line of best fit out of each block of rows. */
  private static void detrend(double[] ranks) {
    for (int from = 0; from < ranks.length; from += DETRENDED) {
      int rows = Math.min(DETRENDED, ranks.length - from);
      double middle = (rows - 1) / 2.0;
      double mean = 0;
      double slope = 0;
      double squares = 0;
      for (int i = 0; i < rows; i++) {
        mean += ranks[from + i] / rows;
        slope += (i - middle) * ranks[from + i];
        squares += (i - middle) * (i - middle);
      }
      slope = squares == 0 ? 0 : slope / squares;
      for (int i = 0; i < rows; i++) {
        ranks[from + i] -= mean + slope * (i - middle);
      }
    }
  }

  private static double designEffect(int rows, int block, IntToDoubleFunction correlation) {
    double sum = -1;
    for (int lag = 0; lag + 1 < Math.min(rows, block) / 4; lag += 2) {
      double first = lag == 0 ? 1 : correlation.applyAsDouble(lag);
      double pair = first + correlation.applyAsDouble(lag + 1);
      if (pair <= 0) {
        break;
      }
      sum += 2 * pair;
    }
    return Math.max(1, Math.min(MOST, sum));
  }

  /**
   * Returns all rows of a short sample; evenly spread stretches of a long one, one after the other.
   */
  private static double[] spread(double[] sample) {
    if (sample.length <= STRETCHES * STRETCH) {
      return sample;
    }
    double[] rows = new double[STRETCHES * STRETCH];
    for (int i = 0; i < STRETCHES; i++) {
      System.arraycopy(sample, stretchStart(sample.length, i), rows, i * STRETCH, STRETCH);
    }
    return rows;
  }

  private static int[] spread(int[] sample) {
    if (sample.length <= STRETCHES * STRETCH) {
      return sample;
    }
    int[] rows = new int[STRETCHES * STRETCH];
    for (int i = 0; i < STRETCHES; i++) {
      System.arraycopy(sample, stretchStart(sample.length, i), rows, i * STRETCH, STRETCH);
    }
    return rows;
  }

  private static int stretchStart(int length, int stretch) {
    return (int) ((long) (length - STRETCH) * stretch / (STRETCHES - 1));
  }

  /** Four sums side by side, since each addition waits for the one before. */
  private static double products(double[] centred, int lag) {
    double a = 0;
    double b = 0;
    double c = 0;
    double d = 0;
    int i = lag;
    for (; i + 3 < centred.length; i += 4) {
      a += centred[i] * centred[i - lag];
      b += centred[i + 1] * centred[i + 1 - lag];
      c += centred[i + 2] * centred[i + 2 - lag];
      d += centred[i + 3] * centred[i + 3 - lag];
    }
    for (; i < centred.length; i++) {
      a += centred[i] * centred[i - lag];
    }
    return a + b + c + d;
  }

  private static double agreement(int[] rows, int lag) {
    int agreeing = 0;
    for (int i = lag; i < rows.length; i++) {
      agreeing += rows[i] == rows[i - lag] ? 1 : 0;
    }
    return (double) agreeing / (rows.length - lag);
  }
}
