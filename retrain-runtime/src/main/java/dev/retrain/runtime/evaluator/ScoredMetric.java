package dev.retrain.runtime.evaluator;

import static java.util.Objects.requireNonNull;

import dev.retrain.api.evaluation.Scores;
import dev.retrain.api.metric.Metric;
import dev.retrain.api.metric.MetricValue;
import dev.retrain.drift.metric.ModelMetrics;
import dev.retrain.drift.metric.PairedComparison;
import dev.retrain.drift.metric.PairedDifference;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;

/** The metrics that can be computed from row-level scores of both models. */
enum ScoredMetric {
  AUC {
    @Override
    PairedDifference compare(Pairs pairs) {
      return PairedComparison.auc(pairs.classes(), pairs.champion(), pairs.challenger());
    }
  },
  ACCURACY {
    @Override
    PairedDifference compare(Pairs pairs) {
      return PairedComparison.accuracy(
          pairs.right(pairs.champion()), pairs.right(pairs.challenger()));
    }
  },
  LOG_LOSS {
    @Override
    PairedDifference compare(Pairs pairs) {
      return pairs.meanOf(
          (label, score) -> {
            double p = Math.min(1 - TINY, Math.max(TINY, score));
            return -Math.log(label == 1 ? p : 1 - p);
          });
    }
  },
  BRIER {
    @Override
    PairedDifference compare(Pairs pairs) {
      return pairs.meanOf((label, score) -> (score - label) * (score - label));
    }
  },
  MAE {
    @Override
    PairedDifference compare(Pairs pairs) {
      return pairs.meanOf((label, score) -> Math.abs(score - label));
    }
  },
  RMSE {
    @Override
    PairedDifference compare(Pairs pairs) {
      return PairedComparison.bootstrap(
          pairs.size(),
          rows -> pairs.rootMeanSquare(pairs.champion(), rows),
          rows -> pairs.rootMeanSquare(pairs.challenger(), rows),
          SEED);
    }
  };

  /** The bound log loss keeps probabilities from 0 and 1 by, as is usual. */
  private static final double TINY = 1e-15;

  private static final long SEED = 1;

  static ScoredMetric named(String name) {
    return Arrays.stream(values())
        .filter(metric -> metric.metricName().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "scores give "
                        + Arrays.toString(values()).toLowerCase(Locale.ROOT)
                        + ", not '"
                        + name
                        + "'"));
  }

  /** The challenger's and the champion's value with the uncertainty of their difference. */
  abstract PairedDifference compare(Pairs pairs);

  String metricName() {
    return name().toLowerCase(Locale.ROOT);
  }

  Metric metric() {
    return Metric.named(metricName());
  }

  MetricValue of(Scores scores) {
    boolean regression = this == MAE || this == RMSE;
    Map<String, MetricValue> all =
        regression
            ? ModelMetrics.regression(scores.labels(), scores.scores())
            : ModelMetrics.binary(Pairs.classes(scores.labels()), scores.scores());
    return requireNonNull(all.get(metricName()), () -> metricName() + " is not defined");
  }
}
