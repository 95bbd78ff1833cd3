package dev.retrain.examples.flights;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Map;
import java.util.TreeMap;

/**
 * Mean outcome by key, drawn towards a prior mean where a key has few rows: (sum + k prior) / (n +
 * k). Keys are kept in order, so that it is written the same way every time.
 */
final class SmoothedMeans {

  private final TreeMap<String, double[]> sumAndRows = new TreeMap<>();

  SmoothedMeans() {}

  @JsonCreator
  SmoothedMeans(Map<String, double[]> sumAndRows) {
    this.sumAndRows.putAll(sumAndRows);
  }

  @JsonValue
  Map<String, double[]> sumAndRows() {
    return sumAndRows;
  }

  void add(String key, double outcome) {
    add(key, outcome, 1);
  }

  /** Adds another's sums and rows, each times a factor: -1 takes them away again. */
  void addAll(SmoothedMeans other, double factor) {
    other.sumAndRows.forEach((key, own) -> add(key, factor * own[0], factor * own[1]));
  }

  double rows(String key) {
    double[] own = sumAndRows.get(key);
    return own == null ? 0 : own[1];
  }

  double of(String key, double prior, double smoothing) {
    double[] own = sumAndRows.get(key);
    return own == null ? prior : (own[0] + smoothing * prior) / (own[1] + smoothing);
  }

  private void add(String key, double sum, double rows) {
    double[] own = sumAndRows.computeIfAbsent(key, unseen -> new double[2]);
    own[0] += sum;
    own[1] += rows;
  }
}
