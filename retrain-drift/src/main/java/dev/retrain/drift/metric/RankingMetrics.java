package dev.retrain.drift.metric;

import dev.retrain.api.metric.Metric;
import dev.retrain.api.metric.MetricValue;
import java.util.Arrays;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Averages NDCG@k and the reciprocal rank over queries; mergeable. Not for several threads.
 *
 * <p>Gain is 2^relevance - 1, discount log2(rank + 1) (Burges et al., ICML 2005). A query without
 * any relevant result says nothing of the order and counts towards neither.
 */
public final class RankingMetrics {

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
   * Adds a query.
   *
   * @param relevance the relevance of each result in the order the model ranked them, 0 for none
   */
  public RankingMetrics add(double... relevance) {
    double[] best = relevance.clone();
    Arrays.sort(best);
    for (int i = 0; i < best.length / 2; i++) {
      double swap = best[i];
      best[i] = best[best.length - 1 - i];
      best[best.length - 1 - i] = swap;
    }
    double ideal = gain(best);
    if (ideal > 0) {
      ndcg.add(gain(relevance) / ideal);
      reciprocal.add(reciprocalRank(relevance));
    }
    return this;
  }

  private double gain(double[] relevance) {
    double gain = 0;
    for (int i = 0; i < Math.min(k, relevance.length); i++) {
      gain += (Math.pow(2, relevance[i]) - 1) / (Math.log(i + 2.0) / Math.log(2));
    }
    return gain;
  }

  private static double reciprocalRank(double[] relevance) {
    for (int i = 0; i < relevance.length; i++) {
      if (relevance[i] > 0) {
        return 1.0 / (i + 1);
      }
    }
    return 0;
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

  /** The metrics by name: ndcg@k and mrr, their rows being queries; none without queries. */
  public SortedMap<String, MetricValue> values() {
    SortedMap<String, MetricValue> values = new TreeMap<>();
    if (ndcg.count() > 0) {
      values.put(Metric.ndcgAt(k).name(), ndcg.value());
      values.put(Metric.MRR.name(), reciprocal.value());
    }
    return values;
  }
}
