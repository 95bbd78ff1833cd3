package dev.retrain.drift.detect;

import dev.retrain.drift.stat.BinCounts;
import dev.retrain.drift.stat.Distances;
import dev.retrain.drift.stat.Homogeneity;
import dev.retrain.drift.stat.HomogeneityTest;
import dev.retrain.drift.stat.KsTest;
import dev.retrain.drift.stat.MannWhitneyTest;
import dev.retrain.drift.stat.PopulationStability;
import dev.retrain.drift.stat.PsiTest;
import dev.retrain.drift.stat.Statistic;
import java.util.List;
import java.util.Optional;

/**
 * What was measured of a feature's values, by kind.
 *
 * <p>The seam for further measures (MMD, a domain classifier, energy distance): a new component
 * here and a {@link Threshold} that reads it.
 */
public sealed interface Distribution {

  /** Returns why the values cannot be tested, where that is so. */
  Optional<Statistic.Reason> undefined();

  /**
   * Returns a copy of the measures without categories and without distances in the unit of the
   * values.
   */
  Distribution withoutValues();

  /**
   * The measures of numbers.
   *
   * @param psi population stability index over the reference's quantile bins
   * @param ks two-sample Kolmogorov-Smirnov test; decides on significance
   * @param wasserstein distance in the unit of the values
   * @param wassersteinScaled distance in interquartile ranges of the reference
   * @param jensenShannon distance over the bins of psi, to base 2
   * @param hellinger distance over the bins of psi
   * @param mannWhitney test for a shift
   * @param bins rows per bin of psi; absent where a side has no value or nothing may be shown
   */
  record Numeric(
      Statistic<PsiTest> psi,
      Statistic<KsTest> ks,
      Statistic<Double> wasserstein,
      Statistic<Double> wassersteinScaled,
      Statistic<Double> jensenShannon,
      Statistic<Double> hellinger,
      Statistic<MannWhitneyTest> mannWhitney,
      Optional<Bins> bins)
      implements Distribution {

    /** Returns the measures a verdict rests on, without the distances. */
    static Numeric decisive(Statistic<PsiTest> psi, Statistic<KsTest> ks) {
      Statistic<Double> none = Statistic.undefined(Statistic.Reason.NOT_MEASURED);
      return new Numeric(
          psi,
          ks,
          none,
          none,
          none,
          none,
          Statistic.undefined(Statistic.Reason.NOT_MEASURED),
          Optional.empty());
    }

    /** Returns a copy of the measures with the bins that psi was computed over. */
    Numeric with(Bins counted) {
      return new Numeric(
          psi,
          ks,
          wasserstein,
          wassersteinScaled,
          jensenShannon,
          hellinger,
          mannWhitney,
          Optional.of(counted));
    }

    @Override
    public Optional<Statistic.Reason> undefined() {
      return ks.reason();
    }

    @Override
    public Numeric withoutValues() {
      Statistic<Double> none = Statistic.undefined(Statistic.Reason.NOT_MEASURED);
      return new Numeric(
          psi,
          ks,
          none,
          wassersteinScaled,
          jensenShannon,
          hellinger,
          mannWhitney,
          Optional.empty());
    }
  }

  /**
   * The measures of categories.
   *
   * @param psi population stability index over the categories
   * @param chiSquare two-sample homogeneity test; decides on significance
   * @param g the same by likelihood ratio
   * @param totalVariation distance of the shares
   * @param largestDifference greatest change of one category's share
   * @param jensenShannon distance of the shares, to base 2
   * @param hellinger distance of the shares
   * @param unseen categories the reference never had; empty for a sensitive column
   */
  record Categorical(
      Statistic<PsiTest> psi,
      Statistic<HomogeneityTest> chiSquare,
      Statistic<HomogeneityTest> g,
      Statistic<Double> totalVariation,
      Statistic<Double> largestDifference,
      Statistic<Double> jensenShannon,
      Statistic<Double> hellinger,
      List<String> unseen)
      implements Distribution {

    /** Copies the list. */
    public Categorical {
      unseen = List.copyOf(unseen);
    }

    /** Measures counts over the same cells. */
    static Categorical of(BinCounts reference, BinCounts current, List<String> unseen) {
      return new Categorical(
          PopulationStability.test(reference, current),
          Homogeneity.chiSquare(reference, current),
          Homogeneity.g(reference, current),
          Distances.totalVariation(reference, current),
          Distances.largestDifference(reference, current),
          Distances.jensenShannon(reference, current),
          Distances.hellinger(reference, current),
          unseen);
    }

    @Override
    public Optional<Statistic.Reason> undefined() {
      return chiSquare.reason();
    }

    @Override
    public Categorical withoutValues() {
      return new Categorical(
          psi,
          chiSquare,
          g,
          totalVariation,
          largestDifference,
          jensenShannon,
          hellinger,
          List.of());
    }
  }

  /** The values are not compared: times, which are always later. */
  record NotCompared() implements Distribution {

    @Override
    public Optional<Statistic.Reason> undefined() {
      return Optional.of(Statistic.Reason.NOT_MEASURED);
    }

    @Override
    public NotCompared withoutValues() {
      return this;
    }
  }

  /** Nothing is known of the values: the profile of a sensitive column keeps only counts. */
  record Withheld() implements Distribution {

    @Override
    public Optional<Statistic.Reason> undefined() {
      return Optional.of(Statistic.Reason.INSUFFICIENT_DATA);
    }

    @Override
    public Withheld withoutValues() {
      return this;
    }
  }
}
