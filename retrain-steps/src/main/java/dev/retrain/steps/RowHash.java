package dev.retrain.steps;

import java.nio.charset.StandardCharsets;

/**
 * A place from 0 to 1 for a row or a group, evenly spread and the same for ever: the last mixing
 * step of SplitMix64 (Steele, Lea and Flood, OOPSLA 2014) over a seed and a number or a text.
 */
final class RowHash {

  private static final long GOLDEN = 0x9E3779B97F4A7C15L;

  private RowHash() {}

  static double ofRow(long row, long seed) {
    return unit(mix(mix(seed + GOLDEN) + row * GOLDEN));
  }

  static double ofText(String text, long seed) {
    long hash = mix(seed + GOLDEN);
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      hash = mix(hash ^ b);
    }
    return unit(mix(hash + GOLDEN));
  }

  private static long mix(long z) {
    long a = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    long b = (a ^ (a >>> 27)) * 0x94D049BB133111EBL;
    return b ^ (b >>> 31);
  }

  private static double unit(long bits) {
    return (bits >>> 11) * 0x1.0p-53;
  }
}
