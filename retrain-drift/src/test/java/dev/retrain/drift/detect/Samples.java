package dev.retrain.drift.detect;

import dev.retrain.drift.data.CategoricalColumn;
import dev.retrain.drift.data.Column;
import dev.retrain.drift.data.Dataset;
import dev.retrain.drift.data.NumericColumn;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;

/** Data sets to compare, from a seed. */
final class Samples {

  private Samples() {}

  static double[] normal(long seed, int rows, double shift) {
    Random random = new Random(seed);
    return random.doubles(rows).map(u -> shift + random.nextGaussian()).toArray();
  }

  static CategoricalColumn letters(long seed, int rows, String letters) {
    Random random = new Random(seed);
    String[] values = new String[rows];
    for (int i = 0; i < rows; i++) {
      values[i] = letters.substring(random.nextInt(letters.length())).substring(0, 1);
    }
    return CategoricalColumn.of(values);
  }

  /** A numeric column {@code x}, shifted, and a categorical {@code c}. */
  static Dataset dataset(long seed, int rows, double shift) {
    Map<String, Column> columns = new LinkedHashMap<>();
    columns.put("x", NumericColumn.of(normal(seed, rows, shift)));
    columns.put("c", letters(seed, rows, "aaabbc"));
    return Dataset.of(columns);
  }
}
