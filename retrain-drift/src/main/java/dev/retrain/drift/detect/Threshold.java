package dev.retrain.drift.detect;

import dev.retrain.drift.stat.HomogeneityTest;
import dev.retrain.drift.stat.KsTest;
import dev.retrain.drift.stat.MissingRateTest;
import dev.retrain.drift.stat.PsiTest;
import java.util.Optional;

/**
 * A limit on one measure, each measure with a type of its own: a KS statistic and a KS p-value of
 * 0.05 are not the same thing.
 */
public sealed interface Threshold {

  /** Returns the measure's name as reports write it. */
  String measure();

  /** Returns the limit itself. */
  double limit();

  /** Returns the measure's value for a feature, where the feature has one. */
  Optional<Double> of(FeatureMeasures feature);

  /** Returns whether a value is beyond the limit. */
  default boolean isPassedBy(double value) {
    return value > limit();
  }

  /** Returns whether it limits how often values are missing, and not the values. */
  default boolean isOnMissing() {
    return false;
  }

  private static Optional<Distribution.Numeric> numeric(FeatureMeasures feature) {
    return feature.distribution() instanceof Distribution.Numeric numeric
        ? Optional.of(numeric)
        : Optional.empty();
  }

  private static Optional<Distribution.Categorical> categorical(FeatureMeasures feature) {
    return feature.distribution() instanceof Distribution.Categorical categorical
        ? Optional.of(categorical)
        : Optional.empty();
  }

  private static double checked(double limit) {
    if (!(limit >= 0) || Double.isInfinite(limit)) {
      throw new IllegalArgumentException("a limit must be finite and at least 0, got " + limit);
    }
    return limit;
  }

  private static double probability(double limit) {
    if (!(limit >= 0 && limit <= 1)) {
      throw new IllegalArgumentException("a limit on a p-value must be 0 to 1, got " + limit);
    }
    return limit;
  }

  /** A population stability index above the limit; numbers and categories. */
  record Psi(double limit) implements Threshold {

    /** Checks the limit. */
    public Psi {
      checked(limit);
    }

    @Override
    public String measure() {
      return "psi";
    }

    @Override
    public Optional<Double> of(FeatureMeasures feature) {
      return numeric(feature)
          .map(Distribution.Numeric::psi)
          .or(() -> categorical(feature).map(Distribution.Categorical::psi))
          .flatMap(psi -> psi.map(PsiTest::value).asOptional());
    }
  }

  /** A Kolmogorov-Smirnov statistic above the limit; numbers. */
  record KsStatistic(double limit) implements Threshold {

    /** Checks the limit. */
    public KsStatistic {
      checked(limit);
    }

    @Override
    public String measure() {
      return "ks_statistic";
    }

    @Override
    public Optional<Double> of(FeatureMeasures feature) {
      return numeric(feature).flatMap(n -> n.ks().map(KsTest::statistic).asOptional());
    }
  }

  /** A Kolmogorov-Smirnov p-value below the limit; numbers. */
  record KsPValue(double limit) implements Threshold {

    /** Checks the limit. */
    public KsPValue {
      probability(limit);
    }

    @Override
    public String measure() {
      return "ks_p_value";
    }

    @Override
    public Optional<Double> of(FeatureMeasures feature) {
      return numeric(feature).flatMap(n -> n.ks().map(KsTest::pValue).asOptional());
    }

    @Override
    public boolean isPassedBy(double value) {
      return value < limit;
    }
  }

  /** A Wasserstein distance above so many interquartile ranges of the reference; numbers. */
  record ScaledWasserstein(double limit) implements Threshold {

    /** Checks the limit. */
    public ScaledWasserstein {
      checked(limit);
    }

    @Override
    public String measure() {
      return "wasserstein_scaled";
    }

    @Override
    public Optional<Double> of(FeatureMeasures feature) {
      return numeric(feature).flatMap(n -> n.wassersteinScaled().asOptional());
    }
  }

  /** A Jensen-Shannon distance (base 2) above the limit; numbers and categories. */
  record JensenShannon(double limit) implements Threshold {

    /** Checks the limit. */
    public JensenShannon {
      checked(limit);
    }

    @Override
    public String measure() {
      return "js_distance";
    }

    @Override
    public Optional<Double> of(FeatureMeasures feature) {
      return numeric(feature)
          .map(Distribution.Numeric::jensenShannon)
          .or(() -> categorical(feature).map(Distribution.Categorical::jensenShannon))
          .flatMap(distance -> distance.asOptional());
    }
  }

  /** A total variation distance above the limit; categories. */
  record TotalVariation(double limit) implements Threshold {

    /** Checks the limit. */
    public TotalVariation {
      checked(limit);
    }

    @Override
    public String measure() {
      return "tvd";
    }

    @Override
    public Optional<Double> of(FeatureMeasures feature) {
      return categorical(feature).flatMap(c -> c.totalVariation().asOptional());
    }
  }

  /** A p-value of the homogeneity chi-square test below the limit; categories. */
  record ChiSquarePValue(double limit) implements Threshold {

    /** Checks the limit. */
    public ChiSquarePValue {
      probability(limit);
    }

    @Override
    public String measure() {
      return "chi2_p_value";
    }

    @Override
    public Optional<Double> of(FeatureMeasures feature) {
      return categorical(feature)
          .flatMap(c -> c.chiSquare().map(HomogeneityTest::pValue).asOptional());
    }

    @Override
    public boolean isPassedBy(double value) {
      return value < limit;
    }
  }

  /** A share of missing rows that changed by more than the limit, up or down; every kind. */
  record MissingRateChange(double limit) implements Threshold {

    /** Checks the limit. */
    public MissingRateChange {
      checked(limit);
    }

    @Override
    public String measure() {
      return "missing_rate_change";
    }

    @Override
    public Optional<Double> of(FeatureMeasures feature) {
      return feature.missing().map(MissingRateTest::change).asOptional().map(Math::abs);
    }

    @Override
    public boolean isOnMissing() {
      return true;
    }
  }
}
