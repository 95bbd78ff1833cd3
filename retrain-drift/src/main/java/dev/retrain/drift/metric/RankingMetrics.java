package dev.retrain.drift.metric;

import dev.retrain.api.metric.Metric;
import dev.retrain.api.metric.MetricValue;
import java.util.Arrays;
import java.util.Comparator;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Averages NDCG@k and the reciprocal rank over queries; mergeable. Not for several threads.
 *
 * <p>Gain is 2^relevance - 1, discount log2(rank + 1) (Burges et al., ICML 2005). A query without
 * any relevant result says nothing of the order and counts towards neither. Results of equal score
 * stand in any order: both metrics are then the mean over all orders (McSherry and Najork, ECIR
 * 2008), so that a model gains nothing by the order its input came in.
 */
public final class RankingMetrics {

  private static final double MOST_RELEVANT = 1000;

  private final int k;
  private final Mean ndcg = new Mean();
  private final Mean reciprocal = new Mean();

  private RankingMetrics(int k) {
    this.k = k;
  }

  /** Averages NDCG over the first k results. */
  public static RankingMetrics create(int k) {
    if (k < 1) {
      throw new IllegalArgumentException("k must be at least 1, is " + k);
    }
    return new RankingMetrics(k);
  }

  /**
   * Adds a query whose results are in order.
   *
   * @param relevance the relevance of each result in the order the model ranked them, 0 for none,
   *     at most 1000
   */
  public RankingMetrics add(double... relevance) {
    return add(relevance, IntStream.rangeClosed(1, relevance.length).toArray());
  }

  /**
   * Adds a query by the scores of its results, in any order.
   *
   * @param scores the model's score of each result, the greater the better; not NaN
   * @param relevance the relevance of each result, 0 for none, at most 1000
   */
  public RankingMetrics addScored(double[] scores, double[] relevance) {
    ModelMetrics.checkSameLength(relevance.length, scores.length);
    for (double score : scores) {
      if (Double.isNaN(score)) {
        throw new IllegalArgumentException("a score must be a number, is NaN");
      }
    }
    int[] order =
        IntStream.range(0, scores.length)
            .boxed()
            .sorted(Comparator.comparing(result -> -scores[result] + 0.0))
            .mapToInt(Integer::intValue)
            .toArray();
    int[] ends =
        IntStream.rangeClosed(1, order.length)
            .filter(end -> end == order.length || scores[order[end]] != scores[order[end - 1]])
            .toArray();
    return add(Arrays.stream(order).mapToDouble(result -> relevance[result]).toArray(), ends);
  }

  /** Adds ranked results that are tied up to each of the given ends. */
  private RankingMetrics add(double[] relevance, int[] ends) {
    for (double each : relevance) {
      if (!(each >= 0 && each <= MOST_RELEVANT)) {
        throw new IllegalArgumentException("a relevance lies from 0 to 1000, is " + each);
      }
    }
    double ideal = idealGain(relevance);
    if (ideal > 0) {
      ndcg.add(gain(relevance, ends) / ideal);
      reciprocal.add(reciprocalRank(relevance, ends));
    }
    return this;
  }

  private double idealGain(double[] relevance) {
    double[] ascending = relevance.clone();
    Arrays.sort(ascending);
    double gain = 0;
    for (int rank = 1; rank <= Math.min(k, ascending.length); rank++) {
      gain += gain(ascending[ascending.length - rank]) * discount(rank);
    }
    return gain;
  }

  /** Tied results share the discounts of their ranks, those beyond k being 0. */
  private double gain(double[] relevance, int[] ends) {
    double all = 0;
    int from = 0;
    for (int end : ends) {
      double gain = 0;
      double discount = 0;
      for (int i = from; i < end; i++) {
        gain += gain(relevance[i]);
        discount += i < k ? discount(i + 1) : 0;
      }
      all += gain * discount / (end - from);
      from = end;
    }
    return all;
  }

  private static double gain(double relevance) {
    return Math.pow(2, relevance) - 1;
  }

  private static double discount(int rank) {
    return Math.log(2) / Math.log(rank + 1.0);
  }

  private static double reciprocalRank(double[] relevance, int[] ends) {
    int from = 0;
    for (int end : ends) {
      long relevant = Arrays.stream(relevance, from, end).filter(each -> each > 0).count();
      if (relevant > 0) {
        return expected(from, end, relevant);
      }
      from = end;
    }
    return 0;
  }

  /** Returns the mean of 1 / rank of the first relevant one among results in random order. */
  private static double expected(int from, int end, long relevant) {
    double sum = 0;
    double noneBefore = 1;
    for (int rank = from + 1; rank <= end; rank++) {
      double here = relevant / (end - rank + 1.0);
      sum += noneBefore * Math.min(1, here) / rank;
      noneBefore *= Math.max(0, 1 - here);
    }
    return sum;
  }

  /** Adds the queries of another collection for the same k. */
  public RankingMetrics merge(RankingMetrics other) {
    if (other.k != k) {
      throw new IllegalArgumentException("cannot merge NDCG@%d with @%d".formatted(k, other.k));
    }
    ndcg.merge(other.ndcg);
    reciprocal.merge(other.reciprocal);
    return this;
  }

  /**
   * Returns the metrics by name: ndcg@k and mrr, their rows being queries; none without queries.
   */
  public SortedMap<String, MetricValue> values() {
    SortedMap<String, MetricValue> values = new TreeMap<>();
    if (ndcg.count() > 0) {
      values.put(Metric.ndcgAt(k).name(), ndcg.value());
      values.put(Metric.MRR.name(), reciprocal.value());
    }
    return values;
  }
}
