package dev.retrain.runtime.evaluator;

import dev.retrain.api.evaluation.Scores;
import dev.retrain.api.metric.Metric;
import dev.retrain.api.metric.MetricValue;
import dev.retrain.drift.metric.ModelMetrics;
import dev.retrain.drift.metric.PairedComparison;
import dev.retrain.drift.metric.PairedDifference;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The metrics that can be computed from row-level scores of both models. */
enum ScoredMetric {
  AUC {
    @Override
    PairedDifference compare(ScoredPairs pairs) {
      return PairedComparison.auc(pairs.classes(), pairs.champion(), pairs.challenger());
    }
  },
  ACCURACY {
    @Override
    PairedDifference compare(ScoredPairs pairs) {
      return PairedComparison.accuracy(
          pairs.right(pairs.champion()), pairs.right(pairs.challenger()));
    }
  },
  PRECISION {
    @Override
    double value(double[] labels, double[] scores) {
      Said said = Said.of(labels, scores);
      return said.rightly() / said.positive();
    }
  },
  RECALL {
    @Override
    double value(double[] labels, double[] scores) {
      Said said = Said.of(labels, scores);
      return said.rightly() / said.actual();
    }
  },
  F1 {
    @Override
    double value(double[] labels, double[] scores) {
      Said said = Said.of(labels, scores);
      return 2 * said.rightly() / (said.positive() + said.actual());
    }
  },
  LOG_LOSS {
    @Override
    PairedDifference compare(ScoredPairs pairs) {
      return pairs.meanOf(
          (label, score) -> {
            double p = Math.min(1 - TINY, Math.max(TINY, score));
            return -Math.log(label == 1 ? p : 1 - p);
          });
    }
  },
  BRIER {
    @Override
    PairedDifference compare(ScoredPairs pairs) {
      return pairs.meanOf((label, score) -> (score - label) * (score - label));
    }
  },
  CALIBRATION_ERROR,
  MAE {
    @Override
    PairedDifference compare(ScoredPairs pairs) {
      return pairs.meanOf((label, score) -> Math.abs(score - label));
    }
  },
  MAPE,
  RMSE;

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

  /** Returns the challenger's and the champion's value with the uncertainty of their difference. */
  PairedDifference compare(ScoredPairs pairs) {
    return bootstrap(pairs);
  }

  /** Returns the same by drawing rows again and again. */
  PairedDifference bootstrap(ScoredPairs pairs) {
    if (!regression()) {
      pairs.classes(); // refuses labels that are none
    }
    return PairedComparison.bootstrap(
        pairs.size(),
        rows -> value(pairs.labels(rows), ScoredPairs.at(pairs.champion(), rows)),
        rows -> value(pairs.labels(rows), ScoredPairs.at(pairs.challenger(), rows)),
        SEED);
  }

  String metricName() {
    return name().toLowerCase(Locale.ROOT);
  }

  Metric metric() {
    return Metric.named(metricName());
  }

  /** Returns the value; empty where the rows do not define it. */
  Optional<MetricValue> of(Scores scores) {
    return of(scores.labels(), scores.scores());
  }

  /**
   * Returns the value as {@link #of} does, NaN for empty, without its error: asked thousands of
   * times.
   */
  double value(double[] labels, double[] scores) {
    return of(labels, scores).map(MetricValue::value).orElse(Double.NaN);
  }

  /** Rows rightly said to be positive, said to be, and that are. */
  private record Said(double rightly, double positive, double actual) {
    static Said of(double[] labels, double[] scores) {
      double rightly = 0;
      double positive = 0;
      double actual = 0;
      for (int i = 0; i < labels.length; i++) {
        boolean says = scores[i] >= ScoredPairs.THRESHOLD;
        boolean is = labels[i] == 1;
        rightly += says && is ? 1 : 0;
        positive += says ? 1 : 0;
        actual += is ? 1 : 0;
      }
      return new Said(rightly, positive, actual);
    }
  }

  private boolean regression() {
    return this == MAE || this == MAPE || this == RMSE;
  }

  private Optional<MetricValue> of(double[] labels, double[] scores) {
    Map<String, MetricValue> all =
        regression()
            ? ModelMetrics.regression(labels, scores)
            : ModelMetrics.binary(ScoredPairs.classes(labels), scores);
    return Optional.ofNullable(all.get(metricName()));
  }
}
