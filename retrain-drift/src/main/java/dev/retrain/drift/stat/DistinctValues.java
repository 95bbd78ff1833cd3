package dev.retrain.drift.stat;

import java.util.Arrays;
import java.util.Optional;

/**
 * Finds each of a few distinct numbers by one multiplication and one comparison.
 *
 * <p>A hash without collisions: multipliers are tried until one sends every number's bits to a slot
 * of its own, which with d squared slots about every other one does.
 */
final class DistinctValues {

  /** More distinct values than this are not worth a table. */
  static final int MOST = 256;

  private static final int TRIES = 64;
  private static final long GOLDEN = 0x9E3779B97F4A7C15L;
  private static final int LANES = 2;

  private final double[] values;
  private final long[] bits;
  private final short[] placeOf;
  private final long multiplier;
  private final int shift;

  private DistinctValues(double[] values, long[] bits, short[] placeOf, long multiplier) {
    this.values = values;
    this.bits = bits;
    this.placeOf = placeOf;
    this.multiplier = multiplier;
    this.shift = Long.SIZE - Integer.numberOfTrailingZeros(placeOf.length);
  }

  /** Returns a table of ascending numbers without NaN and -0.0, if there are few enough. */
  static Optional<DistinctValues> of(double[] ascending) {
    if (ascending.length == 0 || ascending.length > MOST) {
      return Optional.empty();
    }
    long[] bits = Arrays.stream(ascending).mapToLong(Double::doubleToRawLongBits).toArray();
    int slots = Math.max(16, Integer.highestOneBit(2 * ascending.length * ascending.length - 1));
    long multiplier = GOLDEN;
    for (int i = 0; i < TRIES; i++) {
      short[] placeOf = placed(bits, multiplier, slots);
      if (placeOf.length > 0) {
        return Optional.of(new DistinctValues(ascending.clone(), bits, placeOf, multiplier));
      }
      multiplier = (multiplier * GOLDEN) | 1;
    }
    return Optional.empty();
  }

  private static short[] placed(long[] bits, long multiplier, int slots) {
    int shift = Long.SIZE - Integer.numberOfTrailingZeros(slots);
    boolean[] taken = new boolean[slots];
    short[] placeOf = new short[slots];
    for (int i = 0; i < bits.length; i++) {
      int slot = (int) ((bits[i] * multiplier) >>> shift);
      if (taken[slot]) {
        return new short[0];
      }
      taken[slot] = true;
      placeOf[slot] = (short) i;
    }
    return placeOf;
  }

  /** Returns the distinct values of a sorted sample, if there are few enough. */
  static Optional<DistinctValues> ofSorted(double[] sorted) {
    double[] found = new double[MOST];
    int count = 0;
    for (int i = 0; i < sorted.length; i = BinarySearch.firstAbove(sorted, i, found[count - 1])) {
      if (count == MOST) {
        return Optional.empty();
      }
      found[count++] = sorted[i];
    }
    return of(Arrays.copyOf(found, count));
  }

  /**
   * Returns the distinct numbers among some values of a sample, if there are few enough.
   *
   * @param lookedAt how many values to look at; of a smaller sample nothing is returned
   * @param most how many distinct ones are few
   */
  static Optional<DistinctValues> among(double[] sample, int lookedAt, int most) {
    if (sample.length < lookedAt * LANES) {
      return Optional.empty();
    }
    double[] seen = new double[lookedAt];
    for (int i = 0; i < lookedAt; i++) {
      seen[i] = sample[(int) ((long) sample.length * i / lookedAt)] + 0.0;
    }
    Arrays.sort(seen);
    double[] distinct = new double[most];
    int count = 0;
    for (double value : seen) {
      if (!Double.isNaN(value) && (count == 0 || value > distinct[count - 1])) {
        if (count == most) {
          return Optional.empty();
        }
        distinct[count++] = value;
      }
    }
    return of(Arrays.copyOf(distinct, count));
  }

  /** Returns the values, ascending. */
  double[] values() {
    return values;
  }

  /** Counts of each value in a sample, and the other numbers in it. */
  static final class ValueCounts {

    private final double[] values;
    private final long[] counts;
    private final double[] others;

    private ValueCounts(double[] values, long[] counts, double[] others) {
      this.values = values;
      this.counts = counts;
      this.others = others;
    }

    /** Returns the values, ascending. */
    double[] values() {
      return values;
    }

    /** Returns the rows per value. */
    long[] counts() {
      return counts;
    }

    /** Returns the numbers that are none of the values, ascending. */
    double[] others() {
      return others;
    }

    /** Returns how many rows are not NaN. */
    long numbers() {
      return Arrays.stream(counts).sum() + others.length;
    }
  }

  /** Counts a sample; empty when it has more than {@code mostOthers} other numbers. */
  Optional<ValueCounts> count(double[] sample, int mostOthers) {
    int[] lanes = new int[LANES * values.length];
    double[] others = new double[Math.min(64, mostOthers)];
    int found = 0;
    for (int i = 0; i < sample.length; i++) {
      double value = sample[i] + 0.0;
      long key = Double.doubleToRawLongBits(value);
      int place = placeOf[(int) ((key * multiplier) >>> shift)];
      if (bits[place] == key) {
        lanes[(i & (LANES - 1)) * bits.length + place]++;
      } else if (!Double.isNaN(value)) {
        if (found == mostOthers) {
          return Optional.empty();
        }
        if (found == others.length) {
          others = Arrays.copyOf(others, 2 * found);
        }
        others[found++] = value;
      }
    }
    long[] counts = new long[values.length];
    for (int i = 0; i < lanes.length; i++) {
      counts[i % counts.length] += lanes[i];
    }
    double[] rest = Arrays.copyOf(others, found);
    Arrays.sort(rest);
    return Optional.of(new ValueCounts(values, counts, rest));
  }
}
