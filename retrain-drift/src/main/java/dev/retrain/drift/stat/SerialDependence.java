package dev.retrain.drift.stat;

import java.util.Arrays;
import java.util.function.IntToDoubleFunction;

/**
 * How much less a sample says about its distribution because neighbouring rows resemble each other.
 *
 * <p>The design effect is the variance of a share over what independent rows would give: 1 + 2 sum
 * rho(k) over the autocorrelations of the rows' ranks. Tests divide their rows by it. The sum ends
 * where a pair of neighbouring lags turns negative (initial positive sequence: Geyer, Statistical
 * Science 7, 1992). Long samples are looked at in evenly spread stretches.
 *
 * <p>A fully sorted sample has lost the order its rows came in, so its design effect is 1. The
 * effect never exceeds {@link #MOST}: rows of a slowly moving source say little, but not nothing.
 */
public final class SerialDependence {

  /** The greatest design effect stated; stronger dependence than this cannot be told from drift. */
  public static final double MOST = 50;

  private static final int STRETCHES = 16;
  private static final int STRETCH = 2048;
  private static final int FEWEST = 50;

  private SerialDependence() {}

  /**
   * The design effect of a sample in the order it came in; its ranks are those in a reference.
   *
   * @return from 1 to {@link #MOST}; 1 for a sample of fewer than 50 rows
   */
  public static double designEffect(FittedNumeric reference, double... sample) {
    double[] rows = spread(sample);
    if (reference.present() == 0 || isSorted(rows)) {
      return 1;
    }
    double[] centred = centred(reference.ranks(rows));
    double variance = products(centred, 0);
    return variance <= 0
        ? 1
        : designEffect(centred.length, lag -> products(centred, lag) / variance);
  }

  /** The design effect of a sample in the order it came in, by its ranks in itself. */
  public static double designEffect(double... sample) {
    double[] rows = spread(sample);
    return designEffect(FittedNumeric.fit(rows), rows);
  }

  /**
   * The design effect of categories in the order they came in.
   *
   * @param codes one per row; negative codes are missing and left out
   * @return from 1 to {@link #MOST}; 1 for a sample of fewer than 50 rows
   */
  public static double designEffect(int... codes) {
    int[] rows = spread(present(codes));
    double chance = chanceOfAgreement(rows);
    return chance >= 1 || isSorted(rows)
        ? 1
        : designEffect(rows.length, lag -> (agreement(rows, lag) - chance) / (1 - chance));
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

  private static double designEffect(int rows, IntToDoubleFunction correlation) {
    if (rows < FEWEST) {
      return 1;
    }
    double sum = -1;
    for (int lag = 0; lag + 1 < Math.min(rows, STRETCH) / 4; lag += 2) {
      double first = lag == 0 ? 1 : correlation.applyAsDouble(lag);
      double pair = first + correlation.applyAsDouble(lag + 1);
      if (pair <= 0) {
        break;
      }
      sum += 2 * pair;
    }
    return Math.max(1, Math.min(MOST, sum));
  }

  /** All rows of a short sample; evenly spread stretches of a long one, one after the other. */
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

  /** The probability that two rows drawn at random, one after the other, agree. */
  private static double chanceOfAgreement(int[] rows) {
    if (rows.length < 2) {
      return 1;
    }
    double pairs = 0;
    for (long count : counts(rows)) {
      pairs += (double) count * (count - 1);
    }
    return pairs / ((double) rows.length * (rows.length - 1));
  }

  private static long[] counts(int[] codes) {
    int greatest = 0;
    for (int code : codes) {
      greatest = Math.max(greatest, code);
    }
    long[] counts = new long[greatest + 1];
    for (int code : codes) {
      counts[code]++;
    }
    return counts;
  }

  private static boolean isSorted(double[] rows) {
    boolean up = true;
    boolean down = true;
    for (int i = 1; i < rows.length && (up || down); i++) {
      up &= !(rows[i] < rows[i - 1]);
      down &= !(rows[i] > rows[i - 1]);
    }
    return up || down;
  }

  /** Whether each code comes in one run. */
  private static boolean isSorted(int[] rows) {
    int changes = 0;
    for (int i = 1; i < rows.length; i++) {
      changes += rows[i] == rows[i - 1] ? 0 : 1;
    }
    int distinct = 0;
    for (long count : counts(rows)) {
      distinct += count > 0 ? 1 : 0;
    }
    return changes < distinct;
  }
}
