package dev.retrain.cli;

import dev.retrain.api.document.Durations;
import dev.retrain.api.document.Node;
import dev.retrain.api.error.ConfigurationProblem;
import dev.retrain.api.error.FailureContext;
import dev.retrain.api.pipeline.Pipeline;
import dev.retrain.api.retraining.Retraining;
import dev.retrain.spi.backend.Backend;
import dev.retrain.spi.backend.RunHandle;
import dev.retrain.spi.backend.RunSummary;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code retrain sweep}. */
@Command(
    name = "sweep",
    mixinStandardHelpOptions = true,
    description =
        "Lists runs that have not ended, and with --yes ends those outside production that outlived"
            + " their time, with every process they left. Ends with 3 while such runs are left.")
final class SweepCommand implements Callable<Integer> {

  @Parameters(
      arity = "0..*",
      paramLabel = "PIPELINE",
      description = "Files of pipelines; those of the config's retrainings without any.")
  private List<Path> files = new ArrayList<>();

  @Option(
      names = "--ttl",
      paramLabel = "8h",
      defaultValue = "8h",
      description = "The time to live of a run outside production.")
  @SuppressWarnings("NullAway.Init") // set by picocli
  private String timeToLive;

  @Option(names = "--yes", description = "Ends what outlived its time.")
  private boolean yes;

  @Option(names = "--dry-run", description = "Only lists, as without --yes; wins over it.")
  private boolean dryRun;

  @Mixin private final BackendOptions operated = new BackendOptions();
  @Mixin private final OutputOptions output = new OutputOptions();

  @Override
  public Integer call() {
    Duration limit = limit();
    Set<String> models = models();
    try (Backend backend = operated.openOperated()) {
      List<AbandonedRun> found = look(backend, models, limit);
      List<AbandonedRun> expired =
          found.stream().filter(one -> one.action() == AbandonedRun.Action.OUTLIVED).toList();
      boolean end = yes && !dryRun;
      if (end) {
        expired.forEach(one -> end(backend, one));
      }
      output.print(document(found, end), out -> print(found, end, out));
      return expired.isEmpty() || end ? ExitCode.DONE : ExitCode.NO;
    }
  }

  private static List<AbandonedRun> look(Backend backend, Set<String> models, Duration limit) {
    Instant now = Clock.systemUTC().instant();
    List<AbandonedRun> found = new ArrayList<>();
    for (String model : models) {
      for (RunSummary run : backend.list(model, Instant.EPOCH)) {
        AbandonedRun.of(run, now, limit).ifPresent(found::add);
      }
    }
    return found;
  }

  private void end(Backend backend, AbandonedRun one) {
    output.err().println("ending " + one.name() + ": " + one.why());
    output.err().flush();
    RunSummary run = one.run();
    backend.cancel(new RunHandle(run.key().orElseThrow(() -> foreign(run)), run.nativeId()));
  }

  /** Reports a run without a key; only the service can end it. */
  private static ConfigurationProblem foreign(RunSummary run) {
    return new ConfigurationProblem(
        "the run " + run.nativeId() + " has no key and cannot be ended from here",
        FailureContext.hint("end it in the console of the service"),
        null);
  }

  private Set<String> models() {
    Set<String> names = new LinkedHashSet<>();
    files.forEach(file -> names.add(RunSummary.model(Pipeline.read(file))));
    if (names.isEmpty()) {
      operated.policies().stream()
          .map(Retraining::pipeline)
          .map(RunSummary::model)
          .forEach(names::add);
    }
    if (names.isEmpty()) {
      throw new ConfigurationProblem(
          "no pipeline is named",
          FailureContext.hint("name pipeline files, or a config with --config"),
          null);
    }
    return names;
  }

  private Duration limit() {
    try {
      return Durations.parse(timeToLive);
    } catch (IllegalArgumentException e) {
      throw new ConfigurationProblem(
          "--ttl: " + e.getMessage(), FailureContext.hint("write a duration such as 8h"), e);
    }
  }

  private static boolean isEnded(AbandonedRun one, boolean end) {
    return end && one.action() == AbandonedRun.Action.OUTLIVED;
  }

  private static Node document(List<AbandonedRun> found, boolean end) {
    Map<String, Node> document = new LinkedHashMap<>();
    document.put(
        "outlived",
        Node.of(
            found.stream().filter(one -> one.action() == AbandonedRun.Action.OUTLIVED).count()));
    document.put(
        "runs", Node.of(found.stream().map(one -> one.document(isEnded(one, end))).toList()));
    return Node.of(document);
  }

  private static void print(List<AbandonedRun> found, boolean end, PrintWriter out) {
    if (found.isEmpty()) {
      out.println("no run is in progress");
      return;
    }
    TextTable table = new TextTable("RUN", "PIPELINE", "STARTED", "STATUS", "FATE", "WHY");
    for (AbandonedRun one : found) {
      table.row(
          one.name(),
          one.run().pipeline(),
          one.run().started().toString(),
          one.run().status().word(),
          isEnded(one, end) ? "ended" : one.action().word(),
          one.why());
    }
    table.print(out);
    if (!end && found.stream().anyMatch(one -> one.action() == AbandonedRun.Action.OUTLIVED)) {
      out.println("Use --yes to end the runs past their time to live.");
    }
  }
}
