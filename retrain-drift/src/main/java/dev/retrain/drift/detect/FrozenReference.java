package dev.retrain.drift.detect;

import dev.retrain.drift.data.BooleanColumn;
import dev.retrain.drift.data.CategoricalColumn;
import dev.retrain.drift.data.Column;
import dev.retrain.drift.data.ColumnKind;
import dev.retrain.drift.data.ColumnRole;
import dev.retrain.drift.data.Dataset;
import dev.retrain.drift.data.NumericColumn;
import dev.retrain.drift.data.ReadOptions;
import dev.retrain.drift.profile.CategoricalProfile;
import dev.retrain.drift.profile.NumericProfile;
import dev.retrain.drift.profile.Profile;
import dev.retrain.drift.stat.BinCounts;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/**
 * A reference reduced to bins whose edges never move, to count a stream of rows in.
 *
 * <p>Needs a few kilobytes a feature and no data. The same reference gives the same bins on every
 * node. PSI over them is exact; the KS statistic is taken at the edges of 128 fine bins, so it is
 * at most one bin's share too small, which the result states. Immutable.
 */
public final class FrozenReference {

  private final List<FrozenFeature> features;
  private final long rows;

  private FrozenReference(List<FrozenFeature> features, long rows) {
    this.features = List.copyOf(features);
    this.rows = rows;
  }

  /**
   * Freezes the bins of a data set's features, predictions and targets; sensitive columns are left
   * out, since counts per bin would tell of few rows, and those with another value in nearly every
   * row.
   */
  public static FrozenReference of(Dataset reference) {
    List<FrozenFeature> features = new ArrayList<>();
    List<String> excluded = DriftDetector.nearlyUnique(reference);
    for (String name : reference.names()) {
      if (reference.isSensitive(name) || excluded.contains(name)) {
        continue;
      }
      freeze(name, reference.role(name), reference.column(name)).ifPresent(features::add);
    }
    return new FrozenReference(features, reference.rows());
  }

  /** Takes the bins of a profile; sensitive columns, of which it kept none, are left out. */
  public static FrozenReference of(Profile reference) {
    List<FrozenFeature> features = new ArrayList<>();
    reference
        .columns()
        .forEach(
            (name, profile) -> {
              ColumnRole role = reference.roles().role(name);
              if (!DriftDetector.isTested(role, profile.kind())
                  || DriftDetector.isExcluded(name, profile, reference.roles())) {
                return;
              }
              if (profile instanceof NumericProfile numeric) {
                features.add(FrozenNumeric.of(name, role, numeric));
              } else if (profile instanceof CategoricalProfile counts) {
                features.add(
                    FrozenCategorical.of(
                        name,
                        role,
                        counts.comparableCounts(),
                        CategoricalReference.otherRows(counts),
                        counts.missing()));
              }
            });
    return new FrozenReference(features, reference.rows());
  }

  private static Optional<FrozenFeature> freeze(String name, ColumnRole role, Column column) {
    if (!DriftDetector.isTested(role, column.kind())) {
      return Optional.empty();
    }
    if (column instanceof NumericColumn numeric) {
      return Optional.of(FrozenNumeric.of(name, role, numeric.present(), numeric.rows()));
    }
    CategoricalColumn categories =
        column instanceof BooleanColumn bool ? bool.asCategorical() : (CategoricalColumn) column;
    Map<String, Long> counts = new HashMap<>();
    long[] byCode = categories.counts();
    for (int code = 0; code < byCode.length; code++) {
      counts.merge(categories.dictionary().get(code), byCode[code], Long::sum);
    }
    return Optional.of(FrozenCategorical.of(name, role, counts, 0, categories.missingCount()));
  }

  /**
   * Returns the numeric features, in the order {@link DriftMonitor#observe(double[], String[])}
   * takes.
   */
  public List<String> numericFeatures() {
    return names(ColumnKind.NUMERIC);
  }

  /**
   * Returns the categorical features, in the order {@link DriftMonitor#observe(double[], String[])}
   * takes.
   */
  public List<String> categoricalFeatures() {
    return names(ColumnKind.CATEGORICAL);
  }

  private List<String> names(ColumnKind kind) {
    return features.stream().filter(f -> f.kind() == kind).map(FrozenFeature::name).toList();
  }

  List<FrozenFeature> features() {
    return features;
  }

  /** Returns what tells these bins from others. */
  String fingerprint() {
    int hash = 1;
    for (FrozenFeature feature : features) {
      hash = 31 * (31 * hash + feature.name().hashCode()) + feature.fingerprint();
    }
    return Integer.toHexString(hash);
  }

  /**
   * Measures a file batch by batch, in memory that does not grow with it: the stability index and
   * the categorical measures are exact, the KS statistic is that of the bins. Rows are taken as
   * independent.
   *
   * @throws dev.retrain.api.error.DataProblem if the file cannot be read
   */
  public WindowMeasures measure(Path file, ReadOptions options) {
    return options.widening(
        widened -> {
          StreamedWindow window = new StreamedWindow(this);
          Dataset.stream(file, widened, window::add);
          return window.measures();
        });
  }

  WindowMeasures measure(
      SortedMap<String, BinCounts> counts, long currentRows, List<String> notes) {
    List<FeatureMeasures> measures = new ArrayList<>();
    for (FrozenFeature feature : features) {
      BinCounts none = new BinCounts(new long[feature.bins()], 0);
      measures.add(feature.measure(counts.getOrDefault(feature.name(), none)));
    }
    return new WindowMeasures(rows, currentRows, measures, notes);
  }

  /**
   * Measures the counts of a window; hand the result to {@link DriftPolicy#next} with the state.
   *
   * @throws IllegalArgumentException if they were counted over another reference
   */
  public WindowMeasures measure(WindowCounts window) {
    if (!window.reference().equals(fingerprint())) {
      throw new IllegalArgumentException(
          "counted over reference %s, this is %s".formatted(window.reference(), fingerprint()));
    }
    return measure(window.features(), window.rows(), List.of());
  }
}
