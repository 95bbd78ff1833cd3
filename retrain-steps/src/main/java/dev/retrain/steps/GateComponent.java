package dev.retrain.steps;

import dev.retrain.api.document.DocumentReader;
import dev.retrain.api.document.Documents;
import dev.retrain.api.document.Node;
import dev.retrain.api.pipeline.Condition;
import dev.retrain.api.pipeline.GateResult;
import dev.retrain.steps.folder.DurableFile;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Judges metrics: {@code --condition} is the list of a gate's conditions, as JSON or as the path of
 * a file with it. The first artifact it reads is the gate's own; comparisons name the others by
 * {@code from}. Writes {@code gate.json}, {@code {"passed": ..., "outcome": ..., "why": ...}}, into
 * the first artifact it writes, or into the folder {@code --decision}, and {@code true} or {@code
 * false} into the file {@code --verdict-file} where that is given, {@code trial} for a trial that
 * passes. The outcome is {@code passed}, {@code rejected}, or {@code undecided} where a metric is
 * missing. Each of them is a result: exit 0.
 *
 * <p>With {@code --model-name} it also registers the model it reads where it passes, as {@link
 * Register} does, and {@code gate.json} names the {@code version}: for services whose pipelines
 * have no condition. The decision is written last, so one that passed has its version.
 *
 * <p>A trial, by {@code --sample} below 1 or {@code --trial true}, is judged and registers nothing;
 * {@code gate.json} of a trial that passes has {@code "trial": true}.
 */
final class GateComponent implements Component {

  private final Clock clock;
  private final Map<String, String> environment;

  GateComponent(Clock clock, Map<String, String> environment) {
    this.clock = clock;
    this.environment = environment;
  }

  @Override
  public Usage usage() {
    return Register.options(
        Usage.of(
                "Judges metrics by the conditions of a gate, and registers the model if told to.",
                "metrics, then the model where it registers",
                "gate.json: passed, why and, where it registered, version")
            .required("condition", "JSON|FILE", "the list of the gate's conditions")
            .optional("decision", "FOLDER", "where gate.json goes in place of an artifact")
            .optional("verdict-file", "FILE", "takes true or false; trial for a trial that passes")
            .optional("sample", "SHARE", "share of the rows of the run; below 1 it is a trial")
            .optional("trial", "true|false", "whether the run is a trial, which registers nothing")
            .optional("model-name", "NAME", "registers as this model where the gate passes"));
  }

  @Override
  public int run(Invocation invocation, PrintStream out) throws IOException {
    Condition condition = condition(invocation);
    GateResult result = gate(condition, invocation);
    String outcome = result.outcome().name().toLowerCase(Locale.ROOT);
    boolean trial = isTrial(invocation);
    Optional<String> version =
        result.passed() && !trial ? registered(invocation) : Optional.empty();
    Map<String, Node> decision = new LinkedHashMap<>();
    decision.put("passed", Node.of(result.passed()));
    decision.put("outcome", Node.of(outcome));
    decision.put("why", Node.of(result.why()));
    version.ifPresent(number -> decision.put("version", Node.of(number)));
    if (result.passed() && trial) {
      decision.put("trial", Node.of(true));
    }
    Path folder =
        invocation.find("decision").map(invocation::path).orElseGet(() -> invocation.output(0));
    DurableFile.write(folder.resolve("gate.json"), Documents.json(Node.of(decision)));
    Optional<Path> verdict = invocation.find("verdict-file").map(invocation::path);
    if (verdict.isPresent()) {
      DurableFile.write(verdict.get(), verdict(result, trial));
    }
    out.println(outcome + ": " + result.why());
    version.ifPresent(number -> out.println("registered as version " + number));
    if (result.passed() && trial) {
      out.println("the run is a trial: nothing is registered");
    }
    return 0;
  }

  private static String verdict(GateResult result, boolean trial) {
    return result.passed() && trial ? "trial" : Boolean.toString(result.passed());
  }

  /** What is no truth value is refused: a mistyped {@code --trial} must not register. */
  private static boolean isTrial(Invocation invocation) {
    String trial = invocation.find("trial").orElse("false");
    if (!trial.equals("true") && !trial.equals("false")) {
      throw StepProblem.usage("--trial takes true or false, not '" + trial + "'");
    }
    return trial.equals("true") || invocation.number("sample", 1) < 1;
  }

  private static GateResult gate(Condition condition, Invocation invocation) throws IOException {
    Map<String, Path> others = invocation.inputsOf("metrics");
    String own = invocation.inputsByName().keySet().stream().findFirst().orElse("");
    Map<String, Map<String, Double>> metrics = new LinkedHashMap<>();
    metrics.put(own, MetricsFile.read(invocation.input(0)));
    for (Map.Entry<String, Path> other : others.entrySet()) {
      metrics.putIfAbsent(other.getKey(), MetricsFile.read(other.getValue()));
    }
    return condition.evaluate(own, metrics);
  }

  /** Returns the model: the artifact read of that kind, or the second where no kinds are given. */
  private static Path model(Invocation invocation) {
    return invocation.inputsOf("model").values().stream()
        .findFirst()
        .orElseGet(() -> invocation.input(1));
  }

  private Optional<String> registered(Invocation invocation) {
    return invocation
        .find("model-name")
        .map(
            model ->
                Registrar.named(invocation, invocation.option("registry"), clock, environment)
                    .register(RegistrationRequest.of(invocation, model(invocation))));
  }

  private static Condition condition(Invocation invocation) {
    String given = invocation.option("condition");
    boolean inline = given.stripLeading().startsWith("[");
    Node node =
        inline || !Files.exists(invocation.path(given))
            ? Documents.parse(given, "--condition")
            : Documents.read(invocation.path(given));
    return DocumentReader.of(Condition.shape(), node, "the gate's condition");
  }
}
