package dev.retrain.drift.stat;

/**
 * Maps doubles to longs that compare, as signed integers, the way the doubles do.
 *
 * <p>Both zeros become one key, as they are one number; every finite value, denormals and
 * infinities included, keeps its own.
 */
final class SortableBits {

  private SortableBits() {}

  /** The key of a number; NaN has none that means anything. */
  static long of(double number) {
    long bits = Double.doubleToRawLongBits(number + 0.0);
    return bits ^ ((bits >> 63) & Long.MAX_VALUE);
  }

  /** Returns the number of a key. */
  static double number(long key) {
    return Double.longBitsToDouble(key ^ ((key >> 63) & Long.MAX_VALUE));
  }
}
