package dev.retrain.drift.schema;

import dev.retrain.drift.data.ColumnRole;
import dev.retrain.drift.profile.CategoricalProfile;
import dev.retrain.drift.profile.ColumnProfile;
import dev.retrain.drift.profile.NumericProfile;
import dev.retrain.drift.profile.Profile;
import dev.retrain.drift.profile.Quantiles;
import dev.retrain.drift.profile.SensitiveProfile;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;

/**
 * The difference between training and serving data: features that are there on one side only, of
 * another kind, or distributed differently.
 *
 * <p>The distance of two numeric columns is the largest difference of their distribution functions,
 * less the rank errors of the sketches; of two categorical ones the largest difference of a
 * category's share; both also of the missing rates. No significance is computed: serving must equal
 * training whatever the number of rows, and drift is judged elsewhere.
 */
public final class Skew {
  private final double threshold;

  private Skew(double threshold) {
    this.threshold = threshold;
  }

  /** Reports distances above 0.1. */
  public static Skew standard() {
    return above(0.1);
  }

  /** Reports distances above a threshold in 0 .. 1. */
  public static Skew above(double threshold) {
    if (!(threshold >= 0 && threshold <= 1)) {
      throw new IllegalArgumentException("a distance lies in 0 .. 1, not " + threshold);
    }
    return new Skew(threshold);
  }

  /** Returns every anomaly of the features, by column. */
  public List<Anomaly> between(Profile training, Profile serving) {
    Set<String> names = new TreeSet<>(training.columns().keySet());
    names.addAll(serving.columns().keySet());
    List<Anomaly> anomalies = new ArrayList<>();
    for (String name : names) {
      if (training.roles().role(name) == ColumnRole.FEATURE) {
        compare(name, training.columns(), serving.columns(), anomalies);
      }
    }
    return List.copyOf(anomalies);
  }

  private void compare(
      String name,
      Map<String, ColumnProfile> training,
      Map<String, ColumnProfile> serving,
      List<Anomaly> anomalies) {
    ColumnProfile trained = training.get(name);
    ColumnProfile served = serving.get(name);
    if (trained == null) {
      anomalies.add(
          Anomaly.error(
              name, SchemaRule.UNEXPECTED_COLUMN, "in serving data only", "in training data too"));
    } else if (served == null) {
      anomalies.add(
          Anomaly.error(name, SchemaRule.PRESENCE, "in training data only", "in serving data too"));
    } else if (trained.kind() != served.kind()) {
      anomalies.add(
          Anomaly.error(
              name,
              SchemaRule.TYPE,
              served.kind().label() + " in serving data",
              trained.kind().label() + " as in training data"));
    } else {
      distances(name, trained, served, anomalies);
    }
  }

  private void distances(
      String name, ColumnProfile trained, ColumnProfile served, List<Anomaly> anomalies) {
    double missing = Math.abs(trained.missingRate() - served.missingRate());
    boolean withheld = isSuppressed(trained) || isSuppressed(served);
    if (missing > threshold && !withheld) {
      anomalies.add(skew(name, number("missing rates %.4g apart", missing)));
    }
    OptionalDouble distance = distance(trained, served);
    if (distance.isPresent() && distance.getAsDouble() > threshold) {
      anomalies.add(skew(name, number("distributions %.4g apart", distance.getAsDouble())));
    }
  }

  private static boolean isSuppressed(ColumnProfile profile) {
    return profile instanceof SensitiveProfile sensitive && sensitive.suppressed();
  }

  private Anomaly skew(String name, String observed) {
    return Anomaly.error(name, SchemaRule.SKEW, observed, number("at most %.4g", threshold));
  }

  private static String number(String words, double number) {
    return String.format(Locale.ROOT, words, number);
  }

  private static OptionalDouble distance(ColumnProfile trained, ColumnProfile served) {
    if (trained instanceof NumericProfile one && served instanceof NumericProfile two) {
      return distance(one.quantiles(), two.quantiles());
    }
    if (trained instanceof CategoricalProfile one && served instanceof CategoricalProfile two) {
      return distance(one, two);
    }
    return OptionalDouble.empty();
  }

  private static OptionalDouble distance(Quantiles one, Quantiles two) {
    if (one.isEmpty() || two.isEmpty()) {
      return OptionalDouble.empty();
    }
    double largest = 0;
    for (Quantiles points : List.of(one, two)) {
      for (double value : points.values()) {
        largest = Math.max(largest, Math.abs(one.rank(value) - two.rank(value)));
      }
    }
    return OptionalDouble.of(Math.max(0, largest - one.rankError() - two.rankError()));
  }

  private static OptionalDouble distance(CategoricalProfile one, CategoricalProfile two) {
    if (one.present() == 0 || two.present() == 0) {
      return OptionalDouble.empty();
    }
    Set<String> categories = new TreeSet<>(one.counts().keySet());
    categories.addAll(two.counts().keySet());
    double largest = Math.abs(share(one.other(), one) - share(two.other(), two));
    for (String category : categories) {
      double first = share(one.counts().getOrDefault(category, 0L), one);
      double second = share(two.counts().getOrDefault(category, 0L), two);
      largest = Math.max(largest, Math.abs(first - second));
    }
    return OptionalDouble.of(largest);
  }

  private static double share(long count, CategoricalProfile of) {
    return (double) count / of.present();
  }
}
