package dev.retrain.drift.stat;

import java.util.Arrays;
import java.util.Optional;

/**
 * A few distinct numbers, each found by one multiplication and one comparison.
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

  /** A table of ascending numbers without NaN and -0.0, where there are few enough of them. */
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

  /** The distinct values of a sorted sample, where there are few enough of them. */
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
   * The distinct numbers found by looking at some of a sample, where there are few enough of them.
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

  /** The values, ascending. */
  double[] values() {
    return values;
  }

  /** How often each value occurs in a sample, and what else does. */
  static final class Tally {

    private final double[] values;
    private final long[] counts;
    private final double[] strangers;

    private Tally(double[] values, long[] counts, double[] strangers) {
      this.values = values;
      this.counts = counts;
      this.strangers = strangers;
    }

    /** The values, ascending. */
    double[] values() {
      return values;
    }

    /** Rows per value. */
    long[] counts() {
      return counts;
    }

    /** Numbers that are none of the values, ascending. */
    double[] strangers() {
      return strangers;
    }

    /** How many rows are not NaN. */
    long numbers() {
      return Arrays.stream(counts).sum() + strangers.length;
    }
  }

  /** Counts a sample; gives up after more strangers than this. */
  Optional<Tally> tally(double[] sample, int mostStrangers) {
    int[] lanes = new int[LANES * values.length];
    double[] strangers = new double[Math.min(64, mostStrangers)];
    int strange = 0;
    for (int i = 0; i < sample.length; i++) {
      double value = sample[i] + 0.0;
      long key = Double.doubleToRawLongBits(value);
      int place = placeOf[(int) ((key * multiplier) >>> shift)];
      if (bits[place] == key) {
        lanes[(i & (LANES - 1)) * bits.length + place]++;
      } else if (!Double.isNaN(value)) {
        if (strange == mostStrangers) {
          return Optional.empty();
        }
        if (strange == strangers.length) {
          strangers = Arrays.copyOf(strangers, 2 * strange);
        }
        strangers[strange++] = value;
      }
    }
    long[] counts = new long[values.length];
    for (int i = 0; i < lanes.length; i++) {
      counts[i % counts.length] += lanes[i];
    }
    double[] others = Arrays.copyOf(strangers, strange);
    Arrays.sort(others);
    return Optional.of(new Tally(values, counts, others));
  }
}
