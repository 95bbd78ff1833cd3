package dev.retrain.drift.stat;

/**
 * Distances between two samples counted over the same cells, each between 0 (alike) and 1 (nothing
 * in common).
 *
 * <p>They take the shares as they are, unsmoothed; rows without a value are left out.
 */
public final class Distances {

  private Distances() {}

  /** Returns the Jensen-Shannon distance to base 2: the square root of the divergence in bits. */
  public static Statistic<Double> jensenShannon(BinCounts reference, BinCounts current) {
    return over(reference, current, Distances::jensenShannon);
  }

  /** Returns the Hellinger distance sqrt(sum (sqrt p - sqrt q)^2 / 2). */
  public static Statistic<Double> hellinger(BinCounts reference, BinCounts current) {
    return over(reference, current, Distances::hellinger);
  }

  /** Returns the total variation distance sum |p - q| / 2. */
  public static Statistic<Double> totalVariation(BinCounts reference, BinCounts current) {
    return over(reference, current, Distances::totalVariation);
  }

  /** Returns the greatest difference of one cell's share, max |p - q|. */
  public static Statistic<Double> largestDifference(BinCounts reference, BinCounts current) {
    return over(reference, current, Distances::largestDifference);
  }

  private interface OfShares {
    double between(double[] p, double[] q);
  }

  private static Statistic<Double> over(BinCounts reference, BinCounts current, OfShares distance) {
    var problem = SampleSizes.problem(reference, current);
    return problem.isPresent()
        ? Statistic.undefined(problem.get())
        : Statistic.of(Math.min(1, distance.between(shares(reference), shares(current))));
  }

  private static double[] shares(BinCounts counts) {
    long[] cells = counts.counts();
    double present = counts.present();
    double[] shares = new double[cells.length];
    for (int i = 0; i < cells.length; i++) {
      shares[i] = cells[i] / present;
    }
    return shares;
  }

  private static double jensenShannon(double[] p, double[] q) {
    double bits = 0;
    for (int i = 0; i < p.length; i++) {
      double mean = (p[i] + q[i]) / 2;
      bits += information(p[i], mean) + information(q[i], mean);
    }
    return Math.sqrt(Math.max(0, bits / 2));
  }

  private static double information(double share, double mean) {
    return share == 0 ? 0 : share * Math.log(share / mean) / Math.log(2);
  }

  private static double hellinger(double[] p, double[] q) {
    double sum = 0;
    for (int i = 0; i < p.length; i++) {
      double difference = Math.sqrt(p[i]) - Math.sqrt(q[i]);
      sum += difference * difference;
    }
    return Math.sqrt(sum / 2);
  }

  private static double totalVariation(double[] p, double[] q) {
    double sum = 0;
    for (int i = 0; i < p.length; i++) {
      sum += Math.abs(p[i] - q[i]);
    }
    return sum / 2;
  }

  private static double largestDifference(double[] p, double[] q) {
    double largest = 0;
    for (int i = 0; i < p.length; i++) {
      largest = Math.max(largest, Math.abs(p[i] - q[i]));
    }
    return largest;
  }
}
