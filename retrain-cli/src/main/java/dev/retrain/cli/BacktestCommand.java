package dev.retrain.cli;

import dev.retrain.api.document.Durations;
import dev.retrain.api.document.Node;
import dev.retrain.api.error.ConfigurationProblem;
import dev.retrain.api.error.FailureContext;
import dev.retrain.api.retraining.Retraining;
import dev.retrain.api.state.MetricPoint;
import dev.retrain.runtime.backtest.Backtest;
import dev.retrain.runtime.backtest.BacktestReport;
import dev.retrain.runtime.backtest.History;
import dev.retrain.runtime.source.MetricHistory;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code retrain backtest}. */
@Command(
    name = "backtest",
    mixinStandardHelpOptions = true,
    description =
        "Tells which runs a policy would have started on recorded metrics, without training; data"
            + " windows are those the policy names.")
final class BacktestCommand implements Callable<Integer> {

  /** When the service counts as degraded. */
  static final class Degraded {
    @Option(
        names = "--degraded-below",
        paramLabel = "METRIC=X",
        description = "The service is degraded while a recorded metric is below a limit.")
    private @Nullable Map<String, Double> below;

    @Option(
        names = "--degraded-above",
        paramLabel = "METRIC=X",
        description = "The service is degraded while a recorded metric is above a limit.")
    private @Nullable Map<String, Double> above;

    History applyTo(History history) {
      Map<String, Double> limits = below == null ? above : below;
      if (limits == null || limits.size() != 1) {
        throw new ConfigurationProblem(
            "asked when the service was degraded by more than one metric",
            FailureContext.hint("name one metric, such as --degraded-below auc=0.6"),
            null);
      }
      Map.Entry<String, Double> limit = limits.entrySet().iterator().next();
      return history.degradedWhen(
          new History.Health(limit.getKey(), below != null, limit.getValue()));
    }
  }

  @Parameters(paramLabel = "POLICY", description = "A retraining as YAML or JSON.")
  @SuppressWarnings("NullAway.Init") // set by picocli
  private Path policy;

  @Option(
      names = "--history",
      required = true,
      paramLabel = "FILE",
      description = "CSV or JSON with a column time and one per metric.")
  @SuppressWarnings("NullAway.Init") // set by picocli
  private Path file;

  @Option(names = "--against", paramLabel = "POLICY", description = "Another, side by side.")
  private @Nullable Path against;

  @Option(
      names = "--every",
      paramLabel = "1h",
      defaultValue = "1h",
      description = "How often the policy looks.")
  @SuppressWarnings("NullAway.Init") // set by picocli
  private String every;

  @ArgGroup private @Nullable Degraded degraded;

  @Mixin private final OutputOptions output = new OutputOptions();

  @Override
  public Integer call() {
    History history = history(MetricHistory.of(file));
    List<BacktestReport> reports = new ArrayList<>(List.of(replay(policy, history)));
    if (against != null) {
      reports.add(replay(against, history));
    }
    output.print(
        Node.of(Map.of("policies", Node.of(reports.stream().map(r -> (Node) r.toNode()).toList()))),
        out -> print(reports, out));
    return ExitCode.DONE;
  }

  private static BacktestReport replay(Path file, History history) {
    Retraining retraining = Retraining.read(file);
    return Backtest.run(retraining, history.with(retraining.data()));
  }

  private History history(MetricHistory metrics) {
    List<Instant> times =
        metrics.metrics().stream()
            .flatMap(name -> metrics.read(name, Instant.MIN, Instant.MAX).stream())
            .map(MetricPoint::at)
            .sorted()
            .toList();
    if (times.isEmpty()) {
      throw new ConfigurationProblem(
          "asked to replay " + file + ", which holds no measurement",
          FailureContext.hint("write a column time and one per metric"),
          null);
    }
    try {
      History history =
          History.of(metrics, times.get(0), times.get(times.size() - 1))
              .every(Durations.parse(every));
      return degraded == null ? history : degraded.applyTo(history);
    } catch (IllegalArgumentException e) {
      throw new ConfigurationProblem(
          "asked to replay " + file + ": " + e.getMessage(),
          FailureContext.hint("a history needs two times at least, and --every a time above 0"),
          e);
    }
  }

  private static void print(List<BacktestReport> reports, PrintWriter out) {
    reports.forEach(report -> out.println(report.toText()));
    if (reports.size() > 1) {
      out.print(BacktestReport.compare(reports));
    }
  }
}
