package dev.retrain.api.metric;

import static dev.retrain.api.metric.Direction.HIGHER_IS_BETTER;
import static dev.retrain.api.metric.Direction.LOWER_IS_BETTER;
import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A metric: its name, which way it improves, and its unit.
 *
 * @param name letters, digits and {@code _ . @ -}, beginning with a letter, at most 80 characters
 * @param direction which way it improves
 * @param unit {@code ""} for a pure number, else such as {@code ms}
 */
public record Metric(String name, Direction direction, String unit) {

  private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_.@-]{0,79}");

  public static final Metric AUC = new Metric("auc", HIGHER_IS_BETTER, "");
  public static final Metric LOG_LOSS = new Metric("log_loss", LOWER_IS_BETTER, "");
  public static final Metric BRIER = new Metric("brier", LOWER_IS_BETTER, "");
  public static final Metric CALIBRATION_ERROR =
      new Metric("calibration_error", LOWER_IS_BETTER, "");
  public static final Metric ACCURACY = new Metric("accuracy", HIGHER_IS_BETTER, "");
  public static final Metric PRECISION = new Metric("precision", HIGHER_IS_BETTER, "");
  public static final Metric RECALL = new Metric("recall", HIGHER_IS_BETTER, "");
  public static final Metric F1 = new Metric("f1", HIGHER_IS_BETTER, "");
  public static final Metric MACRO_F1 = new Metric("macro_f1", HIGHER_IS_BETTER, "");
  public static final Metric RMSE = new Metric("rmse", LOWER_IS_BETTER, "");
  public static final Metric MAE = new Metric("mae", LOWER_IS_BETTER, "");
  public static final Metric MAPE = new Metric("mape", LOWER_IS_BETTER, "");
  public static final Metric MRR = new Metric("mrr", HIGHER_IS_BETTER, "");
  public static final Metric ERROR_RATE = new Metric("error_rate", LOWER_IS_BETTER, "");
  public static final Metric LATENCY_P50 = new Metric("latency_p50_ms", LOWER_IS_BETTER, "ms");
  public static final Metric LATENCY_P95 = new Metric("latency_p95_ms", LOWER_IS_BETTER, "ms");
  public static final Metric LATENCY_P99 = new Metric("latency_p99_ms", LOWER_IS_BETTER, "ms");

  private static final Map<String, Metric> BUILT_IN =
      List.of(
              AUC,
              LOG_LOSS,
              BRIER,
              CALIBRATION_ERROR,
              ACCURACY,
              PRECISION,
              RECALL,
              F1,
              MACRO_F1,
              RMSE,
              MAE,
              MAPE,
              MRR,
              ERROR_RATE,
              LATENCY_P50,
              LATENCY_P95,
              LATENCY_P99)
          .stream()
          .collect(Collectors.toUnmodifiableMap(Metric::name, Function.identity()));

  /**
   * Checks the name.
   *
   * @throws IllegalArgumentException if the name has another form
   */
  public Metric {
    checkName(name);
    requireNonNull(direction);
    requireNonNull(unit);
  }

  /** Returns the NDCG of the first k results, {@code ndcg@k}. */
  public static Metric ndcgAt(int k) {
    if (k < 1) {
      throw new IllegalArgumentException("k must be at least 1, is " + k);
    }
    return new Metric("ndcg@" + k, HIGHER_IS_BETTER, "");
  }

  /** Returns the built-in metric of a name, if there is one. */
  public static Optional<Metric> builtIn(String name) {
    if (name.matches("ndcg@[1-9][0-9]{0,5}")) {
      return Optional.of(ndcgAt(Integer.parseInt(name.substring(5))));
    }
    return Optional.ofNullable(BUILT_IN.get(name));
  }

  /**
   * Returns the built-in metric of a name.
   *
   * @throws IllegalArgumentException if there is none; make one with its direction instead
   */
  public static Metric named(String name) {
    return builtIn(name)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "'"
                        + name
                        + "' is not a built-in metric, so its direction is not known: use new"
                        + " Metric(name, direction, unit)"));
  }

  /**
   * Checks the form of a metric's name.
   *
   * @throws IllegalArgumentException if it has another form
   */
  public static void checkName(String name) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "the metric name '"
              + name
              + "' must start with a letter and contain only letters, digits and _ . @ -, at most"
              + " 80");
    }
  }
}
