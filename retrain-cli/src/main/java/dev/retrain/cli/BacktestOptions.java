package dev.retrain.cli;

import dev.retrain.api.document.Settings;
import dev.retrain.api.error.ConfigurationProblem;
import dev.retrain.api.error.FailureContext;
import dev.retrain.api.pipeline.Pipeline;
import dev.retrain.runtime.backtest.Assumptions;
import dev.retrain.runtime.backtest.History;
import dev.retrain.runtime.backtest.WindowRows;
import dev.retrain.runtime.cost.Costing;
import dev.retrain.runtime.cost.PriceList;
import dev.retrain.spi.backend.TranslatorProvider;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The assumptions of a replay about runs, costs and data. */
final class BacktestOptions {

  @Option(
      names = "--run-time",
      paramLabel = "1h",
      defaultValue = "1h",
      description = "The duration of a run.")
  @SuppressWarnings("NullAway.Init") // set by picocli
  private String runTime;

  @Option(
      names = "--assume-recovery",
      paramLabel = "14d",
      description =
          "Assumes that metrics are no worse than their medians for this time after a promotion."
              + " Default: metrics stay as recorded.")
  private @Nullable String recovery;

  @Option(
      names = "--prices",
      paramLabel = "FILE",
      description = "A price list: also prints what the runs would have cost.")
  private @Nullable Path prices;

  @Mixin private final BackendOptions backend = new BackendOptions();

  @Option(
      names = "--rows",
      paramLabel = "N",
      description =
          "Rows of a window, for the rate of false firings of drift triggers. Default: those of the"
              + " windows of the policy.")
  private @Nullable Long rows;

  @Option(
      names = "--reference-rows",
      paramLabel = "N",
      description = "With --rows, rows of the champion's training data. Default: the same number.")
  private @Nullable Long referenceRows;

  @Option(
      names = "--features",
      paramLabel = "N",
      defaultValue = "10",
      description = "With --rows, the number of tested features.")
  private int features;

  @Option(
      names = "--window",
      paramLabel = "1d",
      defaultValue = "1d",
      description = "With --rows, the time between two windows.")
  @SuppressWarnings("NullAway.Init") // set by picocli
  private String window;

  Assumptions assumptions(Path policy, Pipeline pipeline) {
    Assumptions all = Assumptions.DEFAULT.runTime(Times.parse("--run-time", runTime));
    if (recovery != null) {
      all = all.recovery(Times.parse("--assume-recovery", recovery));
    }
    return prices == null ? all : all.costing(costing(PriceList.read(prices), policy, pipeline));
  }

  private Costing costing(PriceList list, Path policy, Pipeline pipeline) {
    TranslatorProvider provider = BackendFolder.translator(backend.nameOrLocal());
    Settings settings =
        backend.settings(provider.name(), policy).orElseGet(provider::placeholderSettings);
    return Costing.of(list, provider.translator(settings).plan(pipeline), pipeline);
  }

  /** Returns the given rows, else those of the windows of the history. */
  Optional<WindowRows> rows(History history) {
    return rows == null ? WindowRows.of(history) : Optional.of(given(rows));
  }

  private WindowRows given(long current) {
    Duration every = Times.parse("--window", window);
    try {
      return new WindowRows(
          referenceRows == null ? current : referenceRows, current, features, every);
    } catch (IllegalArgumentException e) {
      throw new ConfigurationProblem(
          "--rows: " + e.getMessage(),
          FailureContext.hint("write values such as --rows 1000 --features 12"),
          e);
    }
  }
}
