package dev.retrain.drift.detect;

import dev.retrain.drift.detect.Threshold.KsPValue;
import dev.retrain.drift.detect.Threshold.KsStatistic;
import dev.retrain.drift.detect.Threshold.Psi;
import dev.retrain.drift.stat.KolmogorovSmirnov;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.commons.statistics.distribution.ChiSquaredDistribution;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.jspecify.annotations.Nullable;

/**
 * The false-alarm rate a policy implies, computed for independent, continuous features.
 *
 * <p>Thresholds on size alone: the law of the statistic under no drift, summed over the thresholds
 * (an upper bound). Significance: under no drift at all, Benjamini-Hochberg at q fires with
 * probability q. Two windows in a row: the probability that two standard normals with the lag-one
 * correlation of the smoothed scores both pass.
 */
final class FalseAlarms {

  private static final NormalDistribution NORMAL = NormalDistribution.of(0, 1);
  private static final int PSI_BINS = 10;
  private static final int STEPS = 400;
  private static final double WIDEST = 8;

  /** What the rate depends on. */
  private record Question(DriftPolicy policy, long reference, long current, int features) {}

  private record Answer(Question question, FalseAlarmRate rate) {}

  /** The newest answer: windows of one stream ask the same again and again. */
  private static final AtomicReference<@Nullable Answer> LAST = new AtomicReference<>();

  private FalseAlarms() {}

  static FalseAlarmRate implied(DriftPolicy policy, long reference, long current, int features) {
    Question question = new Question(policy, reference, current, features);
    Answer last = LAST.get();
    if (last == null || !last.question.equals(question)) {
      last = new Answer(question, computed(policy, reference, current, features));
      LAST.set(last);
    }
    return last.rate;
  }

  private static FalseAlarmRate computed(
      DriftPolicy policy, long reference, long current, int features) {
    if (Math.min(reference, current) < policy.minimumRows()) {
      return new FalseAlarmRate(0, 0, features);
    }
    double one = perFeature(policy, (double) reference, (double) current, features);
    double check = any(one, features);
    double repeated = one;
    for (int i = 1; i < policy.consecutiveWindows(); i++) {
      repeated *= again(policy, one, (double) reference, (double) current);
    }
    return new FalseAlarmRate(check, any(repeated, features), features);
  }

  private static double any(double one, int features) {
    return -Math.expm1(features * Math.log1p(-Math.min(one, 1 - 1e-12)));
  }

  private static double perFeature(DriftPolicy policy, double n, double m, int features) {
    double bySize = 0;
    for (Threshold threshold : policy.effects()) {
      bySize += bySize(threshold, n, m);
    }
    double bySignificance =
        policy.testsSignificance() ? policy.falseDiscoveryRate() / Math.max(1, features) : 1;
    return Math.min(1, Math.min(bySize, bySignificance));
  }

  private static double bySize(Threshold threshold, double n, double m) {
    if (threshold instanceof KsStatistic ks) {
      return KolmogorovSmirnov.pValue(ks.limit(), n, m);
    }
    if (threshold instanceof Psi psi) {
      double scaled = psi.limit() / (1 / n + 1 / m);
      return ChiSquaredDistribution.of(PSI_BINS - 1.0).survivalProbability(scaled);
    }
    return threshold instanceof KsPValue p ? p.limit() : 0;
  }

  /** Returns the probability that a window fires given that the one before did. */
  private static double again(DriftPolicy policy, double alarm, double n, double m) {
    double z = NORMAL.inverseSurvivalProbability(Math.max(alarm, 1e-12));
    double correlation = correlation(policy.smoothing(), m / (n + m));
    return Math.min(1, both(z, correlation) / Math.max(alarm, 1e-12));
  }

  private static double correlation(double weight, double shared) {
    double own = (1 - shared) * weight / (2 - weight);
    return (shared + own * (1 - weight)) / (shared + own);
  }

  /** P(X &gt; z and Y &gt; z) of standard normals, by Simpson's rule over X. */
  private static double both(double z, double correlation) {
    double spread = Math.sqrt(1 - correlation * correlation);
    double step = (WIDEST + Math.max(0, -z)) / STEPS;
    double sum = 0;
    for (int i = 0; i <= STEPS; i++) {
      double x = z + i * step;
      double tail = NORMAL.survivalProbability((z - correlation * x) / spread);
      int weight = i == 0 || i == STEPS ? 1 : 2 + 2 * (i & 1);
      sum += weight * NORMAL.density(x) * tail;
    }
    return sum * step / 3;
  }
}
