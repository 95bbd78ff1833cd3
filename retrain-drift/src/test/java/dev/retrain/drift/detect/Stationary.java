package dev.retrain.drift.detect;

import dev.retrain.drift.data.CategoricalColumn;
import dev.retrain.drift.data.Column;
import dev.retrain.drift.data.Dataset;
import dev.retrain.drift.data.NumericColumn;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.apache.commons.statistics.distribution.NormalDistribution;

/** Kinds of data that do not drift, and what a shift of their first feature looks like. */
enum Stationary {
  /** Independent normal features. */
  GAUSSIAN,
  /** Normal features that share half of their variance. */
  CORRELATED,
  /** Normal features rounded to whole sigmas: about seven distinct values. */
  TIED,
  /** Fifty categories of Zipf shares. */
  ZIPF,
  /** Rows that resemble the one before: first-order autoregression, coefficient 0.7. */
  AUTOCORRELATED;

  private static final int CATEGORIES = 50;
  private static final double CARRY = 0.7;
  private static final List<String> NAMES =
      IntStream.range(0, CATEGORIES).mapToObj(i -> "c" + i).toList();
  private static final int[] ZIPF_TABLE = zipfTable();
  private static final double[] QUANTILES = quantiles();

  /** Rows of so many features, the first one shifted by so many sigmas. */
  Dataset draw(RandomGenerator random, int rows, int features, double shift) {
    Map<String, Column> columns = new LinkedHashMap<>();
    double[] common = this == CORRELATED ? normal(random, rows) : new double[0];
    for (int i = 0; i < features; i++) {
      columns.put("f" + i, column(random, rows, common, i == 0 ? shift : 0));
    }
    return Dataset.of(columns);
  }

  private Column column(RandomGenerator random, int rows, double[] common, double shift) {
    if (this == ZIPF) {
      return zipf(random, rows);
    }
    double[] values = normal(random, rows);
    for (int i = 0; i < rows; i++) {
      double x = values[i];
      if (this == CORRELATED) {
        x = Math.sqrt(0.5) * (x + common[i]);
      } else if (this == AUTOCORRELATED && i > 0) {
        x = CARRY * (values[i - 1] - shift) + Math.sqrt(1 - CARRY * CARRY) * x;
      }
      values[i] = this == TIED ? Math.rint(x + shift) : x + shift;
    }
    return NumericColumn.of(values);
  }

  /**
   * Normal numbers by inversion: 16 random bits choose between two of 2^16 quantiles, 16 more where
   * in between; two numbers from each draw.
   */
  private static double[] normal(RandomGenerator random, int rows) {
    double[] values = new double[rows];
    for (int i = 0; i < rows; i += 2) {
      long bits = random.nextLong();
      values[i] = normal((int) bits);
      if (i + 1 < rows) {
        values[i + 1] = normal((int) (bits >>> 32));
      }
    }
    return values;
  }

  private static double normal(int bits) {
    int cell = bits >>> 16;
    double within = (bits & 0xFFFF) * 0x1p-16;
    return QUANTILES[cell] + within * (QUANTILES[cell + 1] - QUANTILES[cell]);
  }

  private static double[] quantiles() {
    NormalDistribution normal = NormalDistribution.of(0, 1);
    double[] quantiles = new double[(1 << 16) + 1];
    for (int i = 0; i < quantiles.length; i++) {
      double share = Math.min(1 - 0x1p-20, Math.max(0x1p-20, i * 0x1p-16));
      quantiles[i] = normal.inverseCumulativeProbability(share);
    }
    return quantiles;
  }

  private static Column zipf(RandomGenerator random, int rows) {
    int[] codes = new int[rows];
    for (int i = 0; i < rows; i++) {
      codes[i] = ZIPF_TABLE[random.nextInt() >>> 16];
    }
    return CategoricalColumn.of(codes, NAMES);
  }

  private static int[] zipfTable() {
    double total = IntStream.rangeClosed(1, CATEGORIES).mapToDouble(k -> 1.0 / k).sum();
    int[] table = new int[1 << 16];
    int category = 0;
    double upTo = 1 / total;
    for (int i = 0; i < table.length; i++) {
      while ((i + 1.0) / table.length > upTo + 1e-9 && category < CATEGORIES - 1) {
        upTo += 1 / total / (++category + 1);
      }
      table[i] = category;
    }
    return table;
  }
}
