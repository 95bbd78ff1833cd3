package dev.retrain.runtime.backtest;

import dev.retrain.api.document.Durations;
import dev.retrain.api.source.DataWindow;
import dev.retrain.drift.data.Dataset;
import dev.retrain.drift.data.ReadOptions;
import dev.retrain.runtime.source.DescribedWindows;
import dev.retrain.runtime.trigger.DriftTrigger;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How much data drift is looked for in.
 *
 * @param reference rows of the champion's training profile
 * @param current rows of a window
 * @param features tested
 * @param every between two windows, above 0
 */
public record WindowRows(long reference, long current, int features, Duration every) {

  private static final double QUARTER_DAYS = 91.3125;
  private static final double SECONDS_PER_DAY = 86_400;

  /** Checks the ranges. */
  public WindowRows {
    if (reference < 1 || current < 1 || features < 1 || every.toSeconds() < 1) {
      throw new IllegalArgumentException(
          "rows, features and the time between windows must be above 0");
    }
  }

  /** Returns those of the newest windows of a history; empty when it has fewer than two. */
  public static Optional<WindowRows> of(History history) {
    List<DataWindow> windows = history.data().ended(history.from(), history.to());
    if (windows.size() < 2) {
      return Optional.empty();
    }
    DataWindow last = windows.get(windows.size() - 1);
    DataWindow before = windows.get(windows.size() - 2);
    ReadOptions options = DescribedWindows.readOptions(history.data());
    Dataset current = Dataset.read(last.rows(), options);
    long reference = Dataset.read(before.rows(), options).rows();
    return Optional.of(
        new WindowRows(
            reference,
            current.rows(),
            current.columns().size(),
            Duration.between(before.end(), last.end())));
  }

  /** Firings of a drift trigger in a quarter of data that does not change, before any guard. */
  double perQuarter(DriftTrigger drift) {
    double windows = QUARTER_DAYS * SECONDS_PER_DAY / every.toSeconds();
    return windows * perWindow(drift);
  }

  /** Returns the share of the windows in which it does. */
  double perWindow(DriftTrigger drift) {
    return drift.policy().falseAlarmRate(reference, current, features).perWindow();
  }

  /** Returns {@code 1000 rows of 10 features every 1d against 10000}. */
  @Override
  public String toString() {
    return current
        + " rows of "
        + features
        + " features every "
        + Durations.format(every)
        + " against "
        + reference;
  }
}
