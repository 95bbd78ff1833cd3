package dev.retrain.runtime.source;

import dev.retrain.api.metric.MetricValue;
import java.time.Instant;
import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Collects the cells of a metric history and tells columns of numbers from notes. */
final class MetricColumns {

  private static final Pattern NUMBER =
      Pattern.compile("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?");

  private static final Pattern DECIMAL_COMMA = Pattern.compile("[+-]?\\d+,\\d+");

  /** What spreadsheets, Python and R write for a missing value or an infinite one. */
  private static final Set<String> MISSING =
      Set.of(
          "",
          "nan",
          "na",
          "n/a",
          "null",
          "none",
          "-",
          "inf",
          "+inf",
          "-inf",
          "infinity",
          "-infinity");

  private final Map<String, NavigableMap<Instant, MetricValue>> numbers = new TreeMap<>();
  private final Map<String, String> texts = new TreeMap<>();

  /**
   * Adds a cell.
   *
   * @param where names its row in an error
   * @throws IllegalArgumentException if it is a number with a decimal comma
   */
  void add(String column, Instant time, String cell, String where) {
    String text = cell.trim();
    if (MISSING.contains(text.toLowerCase(Locale.ROOT))) {
      return;
    }
    if (NUMBER.matcher(text).matches()) {
      double value = Double.parseDouble(text);
      if (Double.isFinite(value)) {
        numbers.computeIfAbsent(column, n -> new TreeMap<>()).put(time, MetricValue.of(value));
      }
      return;
    }
    String problem = where + " has the " + column + " '" + text + "', which is no number";
    if (DECIMAL_COMMA.matcher(text).matches()) {
      throw new IllegalArgumentException(problem + ": write a decimal point");
    }
    texts.putIfAbsent(column, problem);
  }

  /** Returns the names of the columns that hold only numbers. */
  Set<String> names() {
    Set<String> names = new TreeSet<>(numbers.keySet());
    names.removeAll(texts.keySet());
    return names;
  }

  /**
   * Returns the numbers of a column; none for a column that is absent or holds notes.
   *
   * @throws IllegalArgumentException if the column holds numbers and something else
   */
  NavigableMap<Instant, MetricValue> of(String column) {
    NavigableMap<Instant, MetricValue> known = numbers.get(column);
    String problem = texts.get(column);
    if (known != null && problem != null) {
      throw new IllegalArgumentException(problem);
    }
    return known == null ? Collections.emptyNavigableMap() : known;
  }
}
