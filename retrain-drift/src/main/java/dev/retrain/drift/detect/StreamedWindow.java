package dev.retrain.drift.detect;

import dev.retrain.drift.data.BooleanColumn;
import dev.retrain.drift.data.CategoricalColumn;
import dev.retrain.drift.data.Column;
import dev.retrain.drift.data.Dataset;
import dev.retrain.drift.data.NumericColumn;
import dev.retrain.drift.stat.BinCounts;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/** Counts the rows of data that comes in batches into the bins of a frozen reference. */
final class StreamedWindow {
  private final FrozenReference reference;
  private final MonitorStripe counters;
  private final List<String> absent = new ArrayList<>();
  private boolean any;

  StreamedWindow(FrozenReference reference) {
    this.reference = reference;
    this.counters = new MonitorStripe(reference.features());
  }

  void add(Dataset batch) {
    List<String> numeric = reference.numericFeatures();
    List<String> categorical = reference.categoricalFeatures();
    double[][] numbers = new double[numeric.size()][];
    CategoricalColumn[] categories = new CategoricalColumn[categorical.size()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = numbers(batch, numeric.get(i));
    }
    for (int i = 0; i < categories.length; i++) {
      categories[i] = categories(batch, categorical.get(i));
    }
    any = true;
    double[] row = new double[numbers.length];
    @Nullable String[] words = new @Nullable String[categories.length];
    for (int at = 0; at < batch.rows(); at++) {
      for (int i = 0; i < row.length; i++) {
        row[i] = numbers[i][at];
      }
      for (int i = 0; i < words.length; i++) {
        words[i] = categories[i].value(at);
      }
      counters.add(row, words);
    }
  }

  private double[] numbers(Dataset batch, String name) {
    double[] values = new double[batch.rows()];
    java.util.Arrays.fill(values, Double.NaN);
    if (batch.has(name) && batch.column(name) instanceof NumericColumn column) {
      for (int row = 0; row < values.length; row++) {
        values[row] = column.isMissing(row) ? Double.NaN : column.value(row);
      }
    } else {
      note(name);
    }
    return values;
  }

  private CategoricalColumn categories(Dataset batch, String name) {
    Column column = batch.has(name) ? batch.column(name) : null;
    if (column instanceof CategoricalColumn words) {
      return words;
    }
    if (column instanceof BooleanColumn flags) {
      return flags.asCategorical();
    }
    note(name);
    int[] codes = new int[batch.rows()];
    java.util.Arrays.fill(codes, CategoricalColumn.MISSING);
    return CategoricalColumn.of(codes, List.of());
  }

  private void note(String name) {
    if (!any) {
      absent.add(
          "column '"
              + name
              + "' is absent from the current data, or of another kind there; its"
              + " values count as missing");
    }
  }

  WindowMeasures measures() {
    long[] sum = new long[counters.size()];
    long rows = counters.drainTo(sum);
    SortedMap<String, BinCounts> counts = counters.byFeature(sum);
    return reference.measure(counts, rows, absent);
  }
}
