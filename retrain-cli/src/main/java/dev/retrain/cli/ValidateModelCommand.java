package dev.retrain.cli;

import dev.retrain.api.document.DocumentReader;
import dev.retrain.api.document.Documents;
import dev.retrain.api.document.Durations;
import dev.retrain.api.document.Node;
import dev.retrain.api.document.Shapes;
import dev.retrain.api.error.ConfigurationProblem;
import dev.retrain.api.error.FailureContext;
import dev.retrain.api.metric.Metric;
import dev.retrain.api.pipeline.Condition;
import dev.retrain.api.pipeline.GateResult;
import dev.retrain.api.pipeline.GateResult.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code retrain validate-model}. */
@Command(
    name = "validate-model",
    mixinStandardHelpOptions = true,
    description =
        "Checks the metrics of a model against minimums and maximums. Exits with 3 when one fails,"
            + " with 5 when none fails and a metric is missing.")
final class ValidateModelCommand implements Callable<Integer> {

  /** The source of the metrics. */
  static final class Source {
    @Option(
        names = "--model-path",
        paramLabel = "DIR",
        description = "A folder with metrics.json in it or beside it.")
    private @Nullable Path model;

    @Option(
        names = "--metrics",
        paramLabel = "FILE",
        description = "A flat JSON object of numbers.")
    private @Nullable Path metrics;

    Path file() {
      if (metrics != null) {
        return metrics;
      }
      Path folder = model == null ? Path.of("") : model;
      Path inside = folder.resolve("metrics.json");
      return Files.isRegularFile(inside)
          ? inside
          : folder.resolveSibling("metrics").resolve("metrics.json");
    }
  }

  @ArgGroup(multiplicity = "1")
  @SuppressWarnings("NullAway.Init") // set by picocli
  private Source source;

  @Mixin private final OutputOptions output = new OutputOptions();

  @Option(names = "--min-auc", paramLabel = "X", description = "The smallest AUC allowed.")
  private @Nullable Double minimumAuc;

  @Option(names = "--min", paramLabel = "METRIC=X", description = "The smallest value allowed.")
  private Map<String, Double> minimums = new LinkedHashMap<>();

  @Option(names = "--max", paramLabel = "METRIC=X", description = "The largest value allowed.")
  private Map<String, Double> maximums = new LinkedHashMap<>();

  @Option(
      names = "--max-latency-p95",
      paramLabel = "100ms",
      description = "The longest 95th percentile of latency allowed.")
  private @Nullable String maximumLatency;

  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli
  private CommandSpec command;

  @Override
  public Integer call() {
    Map<String, Double> metrics =
        DocumentReader.of(
            Shapes.map(Shapes.number()), Documents.read(source.file()), "metrics " + source.file());
    GateResult result = condition().evaluate(metrics);
    output.print(
        document(result),
        out -> {
          result.parts().forEach(out::println);
          out.println(result.outcome() == Outcome.REJECTED ? "failed" : word(result.outcome()));
        });
    return switch (result.outcome()) {
      case PASSED -> ExitCode.DONE;
      case REJECTED -> ExitCode.NO;
      case UNDECIDED -> ExitCode.UNDECIDED;
    };
  }

  private static String word(Outcome outcome) {
    return outcome.name().toLowerCase(Locale.ROOT);
  }

  private Condition condition() {
    List<Condition> parts = new ArrayList<>();
    if (minimumAuc != null) {
      parts.add(Condition.atLeast(Metric.AUC.name(), finite("--min-auc", minimumAuc)));
    }
    minimums.forEach(
        (metric, value) -> parts.add(Condition.atLeast(metric, finite("--min", value))));
    maximums.forEach(
        (metric, value) -> parts.add(Condition.atMost(metric, finite("--max", value))));
    if (maximumLatency != null) {
      parts.add(Condition.atMost(Metric.LATENCY_P95.name(), millis(maximumLatency)));
    }
    if (parts.isEmpty()) {
      throw new ConfigurationProblem(
          "no condition is given",
          FailureContext.hint("add --min-auc, --min, --max or --max-latency-p95"),
          null);
    }
    return new Condition.All(parts);
  }

  private double finite(String option, double value) {
    if (!Double.isFinite(value)) {
      throw new ParameterException(
          command.commandLine(),
          "Invalid value for option '" + option + "': " + value + " is not a finite number");
    }
    return value;
  }

  private static double millis(String text) {
    try {
      return Durations.parse(text).toNanos() / 1e6;
    } catch (IllegalArgumentException e) {
      throw new ConfigurationProblem(
          "--max-latency-p95: " + e.getMessage(),
          FailureContext.hint("write a duration such as 100ms"),
          e);
    }
  }

  private static Node document(GateResult result) {
    Map<String, Node> document = new LinkedHashMap<>();
    document.put("passed", Node.of(result.passed()));
    document.put("outcome", Node.of(word(result.outcome())));
    document.put(
        "parts",
        Node.of(
            result.parts().stream()
                .map(
                    part ->
                        (Node)
                            Node.of(
                                Map.of(
                                    "condition", Node.of(part.condition()),
                                    "holds", Node.of(part.holds()),
                                    "seen", Node.of(part.seen()))))
                .toList()));
    return Node.of(document);
  }
}
