package dev.retrain.drift.profile;

import dev.retrain.drift.data.NumericColumn;
import java.nio.ByteBuffer;

/**
 * Counts distinct values by a HyperLogLog of 4096 registers; not safe for use by several threads.
 *
 * <p>Registers as in Flajolet et al., "HyperLogLog" (2007), estimate as in Ertl, "New cardinality
 * estimation algorithms for HyperLogLog sketches" (2017), algorithm 6, which needs no table of
 * biases. Merging takes the larger register, so the merge of parts equals the whole exactly.
 */
final class Distinct {
  private static final int INDEX_BITS = 12;
  private static final int REGISTERS = 1 << INDEX_BITS;
  private static final int RANKS = Long.SIZE - INDEX_BITS;

  /** One standard error of the estimate relative to the count: 1.04 / sqrt(4096). */
  static final double RELATIVE_ERROR = 1.04 / Math.sqrt(REGISTERS);

  private final byte[] registers = new byte[REGISTERS];

  /** Returns the estimate for the present values of a column. */
  static long estimate(NumericColumn column) {
    Distinct distinct = new Distinct();
    for (double value : column.present()) {
      if (!Double.isNaN(value)) {
        distinct.add(value);
      }
    }
    return distinct.estimate();
  }

  void add(double value) {
    // Adding zero turns -0.0 into 0.0.
    addHash(mix(Double.doubleToLongBits(value + 0.0) + 0x9E3779B97F4A7C15L));
  }

  void add(String value) {
    long hash = 0xCBF29CE484222325L + value.length();
    for (int i = 0; i < value.length(); i++) {
      hash = mix(hash ^ value.charAt(i));
    }
    addHash(hash);
  }

  /** Returns the finaliser of SplitMix64 (Steele, Lea and Flood, 2014). */
  private static long mix(long bits) {
    long mixed = (bits ^ (bits >>> 30)) * 0xBF58476D1CE4E5B9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
    return mixed ^ (mixed >>> 31);
  }

  private void addHash(long hash) {
    int index = (int) (hash >>> RANKS);
    int rank = Math.min(RANKS, Long.numberOfLeadingZeros(hash << INDEX_BITS)) + 1;
    if (rank > registers[index]) {
      registers[index] = (byte) rank;
    }
  }

  Distinct merge(Distinct other) {
    Distinct merged = copy();
    for (int i = 0; i < REGISTERS; i++) {
      merged.registers[i] = (byte) Math.max(registers[i], other.registers[i]);
    }
    return merged;
  }

  long estimate() {
    int[] counts = new int[RANKS + 2];
    for (byte register : registers) {
      counts[register]++;
    }
    double sum = REGISTERS * tau(1 - (double) counts[RANKS + 1] / REGISTERS);
    for (int rank = RANKS; rank >= 1; rank--) {
      sum = 0.5 * (sum + counts[rank]);
    }
    sum += REGISTERS * sigma((double) counts[0] / REGISTERS);
    return Math.round(REGISTERS / (2 * Math.log(2)) * REGISTERS / sum);
  }

  /** Ertl's sigma: {@code x + sum of x^(2^k) 2^(k-1)}; infinite at 1, when nothing was added. */
  private static double sigma(double x) {
    if (x == 1) {
      return Double.POSITIVE_INFINITY;
    }
    double power = x;
    double weight = 1;
    double sum = x;
    double before = Double.NaN;
    while (sum != before) {
      power *= power;
      before = sum;
      sum += power * weight;
      weight += weight;
    }
    return sum;
  }

  /** Ertl's tau: {@code (1 - x - sum of (1 - x^(2^-k))^2 2^-k) / 3}. */
  private static double tau(double x) {
    if (x == 0 || x == 1) {
      return 0;
    }
    double root = x;
    double weight = 1;
    double sum = 1 - x;
    double before = Double.NaN;
    while (sum != before) {
      root = Math.sqrt(root);
      before = sum;
      weight *= 0.5;
      sum -= (1 - root) * (1 - root) * weight;
    }
    return sum / 3;
  }

  /** Returns all registers, or, where most are empty, index and rank of the others. */
  byte[] toBytes() {
    int used = 0;
    for (byte register : registers) {
      used += register == 0 ? 0 : 1;
    }
    if (3 * used >= REGISTERS) {
      return registers.clone();
    }
    ByteBuffer sparse = ByteBuffer.allocate(3 * used);
    for (int i = 0; i < REGISTERS; i++) {
      if (registers[i] != 0) {
        sparse.putShort((short) i).put(registers[i]);
      }
    }
    return sparse.array();
  }

  static Distinct fromBytes(byte[] bytes) {
    Distinct distinct = new Distinct();
    if (bytes.length == REGISTERS) {
      System.arraycopy(bytes, 0, distinct.registers, 0, REGISTERS);
    } else {
      ByteBuffer sparse = ByteBuffer.wrap(bytes);
      while (sparse.hasRemaining()) {
        distinct.registers[sparse.getShort()] = sparse.get();
      }
    }
    return distinct.checked();
  }

  private Distinct checked() {
    for (byte register : registers) {
      if (register < 0 || register > RANKS + 1) {
        throw new IllegalArgumentException("a register of " + register);
      }
    }
    return this;
  }

  Distinct copy() {
    Distinct copy = new Distinct();
    System.arraycopy(registers, 0, copy.registers, 0, REGISTERS);
    return copy;
  }
}
