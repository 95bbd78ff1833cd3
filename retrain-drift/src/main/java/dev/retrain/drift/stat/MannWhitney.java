package dev.retrain.drift.stat;

import dev.retrain.drift.stat.Statistic.Reason;
import org.apache.commons.statistics.distribution.NormalDistribution;

/** The two-sided Mann-Whitney U test, by the normal approximation or by exact counting. */
public final class MannWhitney {

  private static final long EXACT_UP_TO = 400;

  private MannWhitney() {}

  /**
   * Tests whether current values tend to be greater or smaller than the reference's.
   *
   * <p>Exact while n m is at most 400 and no value repeats; otherwise normal with tie and
   * continuity correction (Hollander and Wolfe, Nonparametric Statistical Methods, section 4.1).
   */
  public static Statistic<MannWhitneyTest> test(FittedNumeric reference, SortedSample current) {
    var problem =
        SampleSizes.problem(
            reference.rows(), reference.present(), current.rows(), current.present());
    if (problem.isPresent()) {
      return Statistic.undefined(problem.get());
    }
    Ranks ranks = Ranks.of(reference.sorted(), current.values());
    double n = reference.present();
    double m = current.present();
    if (ranks.variance(n, m) <= 0) {
      return Statistic.undefined(Reason.CONSTANT);
    }
    boolean exact = n * m <= EXACT_UP_TO && ranks.tieTerm() == 0;
    double p = exact ? exact(ranks.u(), (int) n, (int) m) : normal(ranks, n, m);
    return Statistic.of(new MannWhitneyTest(ranks.u(), p, ranks.u() / (n * m)));
  }

  private static double normal(Ranks ranks, double n, double m) {
    double distance = Math.max(0, Math.abs(ranks.u() - n * m / 2) - 0.5);
    double z = distance / Math.sqrt(ranks.variance(n, m));
    return 2 * NormalDistribution.of(0, 1).survivalProbability(z);
  }

  private static double exact(double u, int n, int m) {
    double[] ways = ways(n, m);
    int tail = (int) Math.min(u, (double) n * m - u);
    double below = 0;
    double all = 0;
    for (int i = 0; i < ways.length; i++) {
      below += i <= tail ? ways[i] : 0;
      all += ways[i];
    }
    return Math.min(1, 2 * below / all);
  }

  /**
   * Returns how many orders of the two samples give each U: the coefficients of the Gaussian
   * binomial.
   */
  private static double[] ways(int n, int m) {
    double[] ways = new double[n * m + 1];
    ways[0] = 1;
    for (int k = 1; k <= m; k++) {
      for (int u = ways.length - 1; u >= n + k; u--) {
        ways[u] -= ways[u - n - k];
      }
      for (int u = k; u < ways.length; u++) {
        ways[u] += ways[u - k];
      }
    }
    return ways;
  }

  /** The rank sum of two merged samples and the correction for its ties. */
  private record Ranks(double u, double tieTerm) {

    static Ranks of(double[] left, double[] right) {
      double u = 0;
      double tieTerm = 0;
      int i = 0;
      int j = 0;
      while (i < left.length || j < right.length) {
        double value = next(left, i, right, j);
        int iFrom = i;
        int jFrom = j;
        while (i < left.length && left[i] <= value) {
          i++;
        }
        while (j < right.length && right[j] <= value) {
          j++;
        }
        double run = (double) (i - iFrom) + (j - jFrom);
        u += (j - jFrom) * (iFrom + (i - iFrom) / 2.0);
        tieTerm += run * (run * run - 1);
      }
      return new Ranks(u, tieTerm);
    }

    private static double next(double[] left, int i, double[] right, int j) {
      if (i == left.length) {
        return right[j];
      }
      return j == right.length ? left[i] : Math.min(left[i], right[j]);
    }

    double variance(double n, double m) {
      double all = n + m;
      return all < 2 ? 0 : n * m / 12 * (all + 1 - tieTerm / (all * (all - 1)));
    }
  }
}
