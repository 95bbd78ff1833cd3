package dev.retrain.cli;

import dev.retrain.api.document.Documents;
import dev.retrain.api.document.Durations;
import dev.retrain.api.document.Node;
import dev.retrain.api.error.ConfigurationProblem;
import dev.retrain.api.error.FailureContext;
import dev.retrain.api.retraining.Retraining;
import dev.retrain.api.source.MetricPoint;
import dev.retrain.runtime.backtest.Backtest;
import dev.retrain.runtime.backtest.BacktestReport;
import dev.retrain.runtime.backtest.FalseFirings;
import dev.retrain.runtime.backtest.FlagHistory;
import dev.retrain.runtime.backtest.History;
import dev.retrain.runtime.backtest.PolicyChange;
import dev.retrain.runtime.source.MetricHistory;
import dev.retrain.runtime.source.MetricReads;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code retrain backtest}. */
@Command(
    name = "backtest",
    mixinStandardHelpOptions = true,
    description =
        "Prints the runs that a policy would have started on recorded metrics, without training;"
            + " data windows are those of the policy.")
final class BacktestCommand implements Callable<Integer> {

  /** The condition under which the service counts as degraded. */
  static final class Degraded {
    @Option(
        names = "--degraded-below",
        paramLabel = "METRIC=X",
        description =
            "The service is degraded while a recorded metric is below a limit. Default: the limit"
                + " of the first metric trigger of POLICY.")
    private @Nullable Map<String, Double> below;

    @Option(
        names = "--degraded-above",
        paramLabel = "METRIC=X",
        description = "The service is degraded while a recorded metric is above a limit.")
    private @Nullable Map<String, Double> above;

    History.Health health() {
      Map<String, Double> limits = below == null ? above : below;
      if (limits == null || limits.size() != 1) {
        throw new ConfigurationProblem(
            "a degraded service is defined by exactly one metric",
            FailureContext.hint("name one metric, such as --degraded-below auc=0.6"),
            null);
      }
      Map.Entry<String, Double> limit = limits.entrySet().iterator().next();
      return new History.Health(limit.getKey(), below != null, limit.getValue());
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

  @Option(
      names = "--against",
      paramLabel = "POLICY",
      description = "The policy to compare with, such as the current one.")
  private @Nullable Path against;

  @Option(
      names = "--every",
      paramLabel = "1h",
      defaultValue = "1h",
      description = "The interval of evaluations.")
  @SuppressWarnings("NullAway.Init") // set by picocli
  private String every;

  @Option(
      names = "--deserved",
      paramLabel = "FILE",
      description =
          "CSV with the columns from and to: the periods in which a retraining was needed. Runs"
              + " outside of them are false triggers.")
  private @Nullable Path deserved;

  @Option(
      names = "--flags",
      paramLabel = "FILE",
      description = "CSV with the columns time, flag and on. Default: flags are off.")
  private @Nullable Path flags;

  @ArgGroup private @Nullable Degraded degraded;

  @Mixin private final BacktestOptions assumed = new BacktestOptions();

  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli
  private CommandSpec command;

  @Option(
      names = "--output-format",
      paramLabel = "text|json|github",
      defaultValue = "text",
      description =
          "Form of the result on standard output; github is a comment for a pull request and"
              + " requires --against.")
  @SuppressWarnings("NullAway.Init") // set by picocli
  private ReplayFormat format;

  /** Forms of the result; github is Markdown. */
  enum ReplayFormat {
    TEXT,
    JSON,
    GITHUB
  }

  /** The result of a replay and the rate of false firings. */
  private record Replayed(BacktestReport report, FalseFirings chance) {
    Node toNode() {
      Map<String, Node> document = new LinkedHashMap<>(report.toNode().entries());
      document.put("falseFirings", chance.toNode());
      return Node.of(document);
    }
  }

  @Override
  public Integer call() {
    if (format == ReplayFormat.GITHUB && against == null) {
      throw new ParameterException(
          command.commandLine(),
          "--output-format github compares two policies: name the second with --against");
    }
    Retraining first = Retraining.read(policy);
    MetricHistory recorded = MetricHistory.of(file);
    MetricReads reads = new MetricReads(recorded);
    History history = history(first, recorded, reads);
    List<Replayed> all = new ArrayList<>(List.of(replay(policy, first, history)));
    if (against != null) {
      all.add(replay(against, Retraining.read(against), history));
    }
    PrintWriter out = command.commandLine().getOut();
    Set<String> absent = reads.absent();
    print(all, out);
    out.flush();
    if (absent.isEmpty()) {
      return ExitCode.DONE;
    }
    command
        .commandLine()
        .getErr()
        .println(
            file
                + " has no measurement of "
                + String.join(", ", absent)
                + ", which the policy reads: its triggers on it cannot fire.");
    return ExitCode.UNDECIDED;
  }

  private void print(List<Replayed> all, PrintWriter out) {
    Optional<PolicyChange> change =
        all.size() < 2
            ? Optional.empty()
            : Optional.of(new PolicyChange(all.get(0).report(), all.get(1).report()));
    if (format == ReplayFormat.JSON) {
      Map<String, Node> document = new LinkedHashMap<>();
      document.put("policies", Node.of(all.stream().map(Replayed::toNode).toList()));
      change.ifPresent(found -> document.put("change", found.toNode()));
      out.print(Documents.json(Node.of(document)));
      return;
    }
    List<FalseFirings> chances = all.stream().map(Replayed::chance).toList();
    List<BacktestReport> reports = all.stream().map(Replayed::report).toList();
    if (format == ReplayFormat.GITHUB) {
      change.ifPresent(found -> BacktestPrint.comment(found, chances, out));
    } else {
      BacktestPrint.print(reports, chances, change, out);
    }
  }

  private Replayed replay(Path definition, Retraining retraining, History metrics) {
    History history = metrics.with(retraining.data());
    return new Replayed(
        Backtest.run(retraining, history, assumed.assumptions(definition, retraining.pipeline())),
        FalseFirings.of(retraining, history, assumed.rows(history)));
  }

  private History history(Retraining first, MetricHistory metrics, MetricReads reads) {
    List<Instant> times =
        metrics.metrics().stream()
            .flatMap(name -> metrics.read(name, Instant.MIN, Instant.MAX).stream())
            .map(MetricPoint::at)
            .sorted()
            .toList();
    if (times.isEmpty()) {
      throw new ConfigurationProblem(
          "the history " + file + " has no measurement",
          FailureContext.hint("add a column time and one column per metric"),
          null);
    }
    try {
      History history =
          History.of(reads, times.get(0), times.get(times.size() - 1))
              .every(Durations.parse(every));
      return judged(first, history);
    } catch (IllegalArgumentException e) {
      throw new ConfigurationProblem(
          "cannot replay " + file + ": " + e.getMessage(),
          FailureContext.hint(
              "a history requires at least two times, none of a wrong year, and --every a duration"
                  + " above 0"),
          e);
    }
  }

  private History judged(Retraining first, History recorded) {
    History history = recorded;
    Optional<History.Health> health =
        degraded == null ? History.Health.of(first) : Optional.of(degraded.health());
    if (health.isPresent()) {
      history = history.degradedWhen(health.get());
    }
    if (deserved != null) {
      history = history.deserved(History.Stretch.read(deserved));
    }
    return flags == null ? history : history.flags(FlagHistory.read(flags));
  }
}
