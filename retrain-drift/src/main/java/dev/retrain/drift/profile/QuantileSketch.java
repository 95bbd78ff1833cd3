package dev.retrain.drift.profile;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * A KLL quantile sketch whose result depends on its input alone.
 *
 * <p>Algorithm of Karnin, Lang and Liberty, "Optimal Quantile Approximation in Streams" (FOCS
 * 2016), with their level capacities {@code k (2/3)^depth}, at least 8. DataSketches' KLL is not
 * used because it draws every coin from one unseeded generator shared by all sketches of a process:
 * the same data would give other bytes each time. Here the coins are a hash of how many were drawn
 * before.
 *
 * <p>NaN must be kept out; infinities are values like any other. Not safe for use by several
 * threads.
 */
final class QuantileSketch {
  private static final int SMALLEST_LEVEL = 8;
  private static final double SHRINK = 2.0 / 3.0;

  private final int k;
  private double[][] levels = {new double[0]};
  private int[] sizes = {0};
  private int retained;
  private int room;
  private long count;
  private long coins;

  QuantileSketch(int k) {
    if (k < SMALLEST_LEVEL || k > 65_535) {
      throw new IllegalArgumentException("k must lie in 8 .. 65535, not " + k);
    }
    this.k = k;
    this.room = capacities();
    this.levels[0] = new double[room];
  }

  int k() {
    return k;
  }

  long count() {
    return count;
  }

  /** Adds the values of {@code values[from .. to)}, none of them NaN. */
  void add(double[] values, int from, int to) {
    int next = from;
    while (next < to) {
      if (retained == room) {
        compact();
      }
      int batch = Math.min(to - next, room - retained);
      append(0, values, next, batch);
      retained += batch;
      count += batch;
      next += batch;
    }
  }

  void merge(QuantileSketch other) {
    if (other.k != k) {
      throw new IllegalArgumentException("cannot merge sketches of k " + k + " and " + other.k);
    }
    while (levels.length < other.levels.length) {
      addLevel();
    }
    append(0, other.levels[0], 0, other.sizes[0]);
    for (int level = 1; level < other.levels.length; level++) {
      mergeInto(level, other.levels[level], 0, other.sizes[level], 1);
    }
    retained += other.retained;
    count += other.count;
    coins += other.coins;
    while (retained > room) {
      compact();
    }
  }

  /** Halves the lowest level that is over its capacity into the level above. */
  private void compact() {
    int level = 0;
    while (sizes[level] < capacity(level)) {
      level++;
    }
    if (level == levels.length - 1) {
      addLevel();
    }
    int size = sizes[level];
    double[] items = levels[level];
    if (level == 0) {
      Arrays.sort(items, 0, size);
    }
    int odd = size & 1;
    int pairs = size / 2;
    mergeInto(level + 1, items, odd + coin(), pairs, 2);
    sizes[level] = odd;
    retained -= pairs;
  }

  private int coin() {
    long mixed = ++coins * 0x9E3779B97F4A7C15L;
    mixed = (mixed ^ (mixed >>> 30)) * 0xBF58476D1CE4E5B9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
    return (int) (mixed >>> 63);
  }

  private void mergeInto(int level, double[] items, int first, int count, int stride) {
    int size = sizes[level];
    double[] target = levels[level];
    if (target.length < size + count) {
      target = Arrays.copyOf(target, Math.max(size + count, 2 * target.length));
      levels[level] = target;
    }
    int mine = size - 1;
    int theirs = first + (count - 1) * stride;
    for (int to = size + count - 1; theirs >= first; to--) {
      if (mine >= 0 && target[mine] > items[theirs]) {
        target[to] = target[mine--];
      } else {
        target[to] = items[theirs];
        theirs -= stride;
      }
    }
    sizes[level] = size + count;
  }

  private void append(int level, double[] items, int from, int count) {
    int size = sizes[level];
    if (levels[level].length < size + count) {
      levels[level] = Arrays.copyOf(levels[level], size + count);
    }
    System.arraycopy(items, from, levels[level], size, count);
    sizes[level] = size + count;
  }

  private void addLevel() {
    levels = Arrays.copyOf(levels, levels.length + 1);
    sizes = Arrays.copyOf(sizes, levels.length);
    levels[levels.length - 1] = new double[0];
    room = capacities();
  }

  private int capacity(int level) {
    int depth = levels.length - 1 - level;
    return Math.max(SMALLEST_LEVEL, (int) Math.ceil(k * Math.pow(SHRINK, depth)));
  }

  private int capacities() {
    int sum = 0;
    for (int level = 0; level < levels.length; level++) {
      sum += capacity(level);
    }
    return sum;
  }

  Quantiles quantiles() {
    double[] values = new double[retained];
    long[] weights = new long[retained];
    int filled = 0;
    for (int level = 0; level < levels.length; level++) {
      double[] sorted = Arrays.copyOf(levels[level], sizes[level]);
      Arrays.sort(sorted);
      filled = WeightedMerge.into(values, weights, filled, sorted, 1L << level);
    }
    return Quantiles.ofWeights(values, weights, levels.length == 1 ? 0 : rankError(k));
  }

  /**
   * Returns the rank error that holds with 99 % confidence for one rank asked of one sketch;
   * constants of Apache DataSketches ({@code KllSketch.getNormalizedRankError}, version 7.0.1),
   * fitted there to the same level capacities.
   */
  static double rankError(int k) {
    return 2.296 / Math.pow(k, 0.9723);
  }

  byte[] toBytes() {
    ByteBuffer bytes =
        ByteBuffer.allocate(4 + 8 + 8 + 4 + 4 * levels.length + Double.BYTES * retained);
    bytes.putInt(k).putLong(count).putLong(coins).putInt(levels.length);
    for (int size : sizes) {
      bytes.putInt(size);
    }
    for (int level = 0; level < levels.length; level++) {
      for (int i = 0; i < sizes[level]; i++) {
        bytes.putDouble(levels[level][i]);
      }
    }
    return bytes.array();
  }

  static QuantileSketch fromBytes(byte[] serialised) {
    ByteBuffer bytes = ByteBuffer.wrap(serialised);
    QuantileSketch sketch = new QuantileSketch(bytes.getInt());
    sketch.count = bytes.getLong();
    sketch.coins = bytes.getLong();
    int depth = bytes.getInt();
    while (sketch.levels.length < depth) {
      sketch.addLevel();
    }
    for (int level = 0; level < depth; level++) {
      sketch.sizes[level] = bytes.getInt();
      sketch.retained += sketch.sizes[level];
    }
    for (int level = 0; level < depth; level++) {
      double[] items = new double[level == 0 ? sketch.room : sketch.sizes[level]];
      for (int i = 0; i < sketch.sizes[level]; i++) {
        items[i] = bytes.getDouble();
      }
      sketch.levels[level] = items;
    }
    return sketch;
  }

  QuantileSketch copy() {
    return fromBytes(toBytes());
  }
}
