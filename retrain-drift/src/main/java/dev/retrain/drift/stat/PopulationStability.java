package dev.retrain.drift.stat;

import dev.retrain.drift.stat.Statistic.Reason;
import java.util.Arrays;

/**
 * The population stability index (PSI), also known as the symmetric Kullback-Leibler or Jeffreys
 * divergence over bins.
 *
 * <p>Rows without a value form a bin of their own as soon as either sample has one. Outermost bins
 * in which neither sample has a row are left out.
 */
public final class PopulationStability {

  private PopulationStability() {}

  /** Tests a current sample against a fitted reference; NaN is missing. */
  public static Statistic<PsiTest> test(FittedNumeric reference, double... current) {
    return test(reference.binCounts(), reference.binning().count(current));
  }

  /** Tests counts over the same frozen bins. */
  public static Statistic<PsiTest> test(BinCounts reference, BinCounts current) {
    var problem = SampleSizes.problem(reference, current);
    if (problem.isPresent()) {
      return Statistic.undefined(problem.get());
    }
    BinCounts before = withoutEmptyEnds(reference, current);
    BinCounts now = withoutEmptyEnds(current, reference);
    long[] left = TableCells.withMissing(before, now);
    long[] right = TableCells.withMissing(now, before);
    return TableCells.occupied(left, right) < 2
        ? Statistic.undefined(Reason.CONSTANT)
        : Statistic.of(test(left, right));
  }

  /**
   * Leaves out the bins beyond the reference where the current sample has no row there either; the
   * three bins of a constant reference stay.
   */
  private static BinCounts withoutEmptyEnds(BinCounts counts, BinCounts other) {
    long[] own = counts.counts();
    long[] others = other.counts();
    int last = own.length - 1;
    if (last < 3 || others.length != own.length) {
      return counts;
    }
    int from = own[0] + others[0] == 0 ? 1 : 0;
    int to = own[last] + others[last] == 0 ? last : last + 1;
    return new BinCounts(Arrays.copyOfRange(own, from, to), counts.missing());
  }

  /**
   * Computes PSI = sum (p - q) ln(p / q) with Jeffreys-smoothed shares (c + 1/2) / (n + B/2); PSI /
   * (1/n + 1/m) follows chi-square with B - 1 degrees of freedom under no drift (Yurdakul and
   * Naranjo, Journal of Risk Model Validation, 2020), so that (B - 1)(1/n + 1/m) is what chance
   * adds.
   */
  static PsiTest test(long[] reference, long[] current) {
    double n = TableCells.sum(reference);
    double m = TableCells.sum(current);
    int bins = reference.length;
    double psi = 0;
    for (int i = 0; i < bins; i++) {
      double p = (reference[i] + 0.5) / (n + 0.5 * bins);
      double q = (current[i] + 0.5) / (m + 0.5 * bins);
      psi += (p - q) * Math.log(p / q);
    }
    double unit = 1 / n + 1 / m;
    double p = ChiSquared.upperTail(psi / unit, bins - 1);
    return new PsiTest(Math.max(0, psi), p, psi - (bins - 1) * unit, bins);
  }
}
