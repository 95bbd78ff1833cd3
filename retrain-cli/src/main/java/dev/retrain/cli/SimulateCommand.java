package dev.retrain.cli;

import dev.retrain.api.document.Node;
import dev.retrain.api.document.Settings;
import dev.retrain.api.error.ConfigurationProblem;
import dev.retrain.api.error.FailureContext;
import dev.retrain.api.error.UnsupportedFeature;
import dev.retrain.api.retraining.Decision;
import dev.retrain.api.retraining.Retraining;
import dev.retrain.runtime.Retrainer;
import dev.retrain.runtime.store.JdbcStore;
import dev.retrain.spi.backend.Backend;
import dev.retrain.spi.backend.BackendContext;
import dev.retrain.spi.backend.BackendProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code retrain simulate}. */
@Command(
    name = "simulate",
    mixinStandardHelpOptions = true,
    description = {
      "Plays the policies over old data with real runs on this machine, on a clock of its own that"
          + " stands still during a run. Store, runs and registry of the simulation are in a folder"
          + " of their own; those of the config are not touched.",
      "Exits with 1 when a run failed."
    })
final class SimulateCommand implements Callable<Integer> {

  private static final long PAUSE_NANOS = 50_000_000;
  private static final long MOST_LOOKS = 100_000;

  @Mixin private final OperatingOptions operating = new OperatingOptions();
  @Mixin private final OutputOptions output = new OutputOptions();

  @Option(
      names = "--from",
      required = true,
      paramLabel = "INSTANT",
      description = "The first time at which the policies look, such as 2001-01-01T00:00:00Z.")
  @SuppressWarnings("NullAway.Init") // set by picocli
  private String from;

  @Option(names = "--to", required = true, paramLabel = "INSTANT", description = "The last time.")
  @SuppressWarnings("NullAway.Init") // set by picocli
  private String to;

  @Option(
      names = "--every",
      paramLabel = "DURATION",
      defaultValue = "1h",
      description = "The time between two looks.")
  @SuppressWarnings("NullAway.Init") // set by picocli
  private String every;

  @Option(
      names = "--folder",
      required = true,
      paramLabel = "DIR",
      description = "A new or empty folder for store, runs and registry of the simulation.")
  @SuppressWarnings("NullAway.Init") // set by picocli
  private Path folder;

  private final DrivenRuns driven = new DrivenRuns();

  @Override
  public Integer call() throws IOException {
    OperatingConfig config = operating.config();
    List<Retraining> policies = config.policies();
    Instant start = instant("--from", from);
    Instant end = instant("--to", to);
    Duration step = Times.parse("--every", every);
    check(config, start, end, step);
    SimulatedClock clock = new SimulatedClock(start);
    List<Decision> made = new ArrayList<>();
    Map<String, String> phases = new LinkedHashMap<>();
    try (JdbcStore store = JdbcStore.embedded(folder.resolve("state"));
        Backend backend = backend(config, store, clock);
        Retrainer retrainer =
            config
                .retrainer(driven.recording(backend), backend.registry(), policies, store, clock)
                .build()) {
      for (Instant now = start; !now.isAfter(end); now = now.plus(step)) {
        clock.set(now);
        look(retrainer, policies, store, made);
      }
      policies.forEach(policy -> phases.put(policy.name(), retrainer.phase(policy.name())));
    }
    output.print(
        document(made, phases),
        out -> {
          DecisionDocument.print(made, out);
          phases.forEach((name, phase) -> out.println(name + " is " + phase));
          out.println("The simulation is in " + folder);
        });
    return made.stream().anyMatch(decision -> decision.kind() == Decision.Kind.RUN_FAILED)
        ? ExitCode.FAILED
        : ExitCode.DONE;
  }

  /** Looks once, and again until no run is in progress; the clock stands still meanwhile. */
  private void look(
      Retrainer retrainer, List<Retraining> policies, JdbcStore store, List<Decision> made) {
    made.addAll(reported(retrainer.tick()));
    while (policies.stream().anyMatch(policy -> isDriving(policy, store))
        && !Thread.currentThread().isInterrupted()) {
      LockSupport.parkNanos(PAUSE_NANOS);
      made.addAll(reported(retrainer.tick()));
    }
  }

  private boolean isDriving(Retraining policy, JdbcStore store) {
    return RetrainingStatus.state(policy.name(), store).filter(driven::drives).isPresent();
  }

  private List<Decision> reported(List<Decision> decisions) {
    decisions.forEach(
        decision ->
            output
                .err()
                .println(
                    decision.at()
                        + " "
                        + decision.retraining()
                        + ": "
                        + decision.what()
                        + ": "
                        + decision.why()));
    output.err().flush();
    return decisions;
  }

  private Backend backend(OperatingConfig config, JdbcStore store, SimulatedClock clock) {
    BackendProvider provider = BackendFolder.backend(config.backend().name());
    Settings settings = config.backend().settings().orElseGet(provider::placeholderSettings);
    return provider.create(inFolder(settings), BackendContext.of(clock, store.leases(clock)));
  }

  /** Returns the settings with runs and registry in the folder of the simulation. */
  private Settings inFolder(Settings settings) {
    Map<String, Node> entries = new LinkedHashMap<>();
    if (settings.node() instanceof Node.Mapping mapping) {
      entries.putAll(mapping.entries());
    }
    Path root = folder.toAbsolutePath();
    entries.put("artifactRoot", Node.of(root.resolve("runs").toString()));
    entries.put("registryRoot", Node.of(root.resolve("registry").toString()));
    return new Settings(Node.of(entries), settings.folder(), settings.source());
  }

  private void check(OperatingConfig config, Instant start, Instant end, Duration step)
      throws IOException {
    if (!config.backend().name().equals(BackendOptions.LOCAL)) {
      throw new UnsupportedFeature(
          "a simulation runs on the local backend, the config has " + config.backend().name(),
          FailureContext.hint("Simulate with a config whose backend is local"),
          null);
    }
    if (!start.isBefore(end)) {
      throw problem("--from " + start + " is not before --to " + end, "Correct one of them");
    }
    if (Duration.between(start, end).dividedBy(step) > MOST_LOOKS) {
      throw problem(
          "the policies would look more than " + MOST_LOOKS + " times",
          "Shorten the time, or give a longer --every");
    }
    if (Files.exists(folder) && !isEmpty(folder)) {
      throw problem("the folder " + folder + " is not empty", "Name a new one with --folder");
    }
  }

  private static boolean isEmpty(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return false;
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.findAny().isEmpty();
    }
  }

  private static Instant instant(String option, String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeParseException e) {
      throw problem(
          option + ": '" + text + "' is no instant", "Write one such as 2001-01-01T00:00:00Z");
    }
  }

  private static ConfigurationProblem problem(String what, String hint) {
    return new ConfigurationProblem(what, FailureContext.hint(hint), null);
  }

  private static Node document(List<Decision> made, Map<String, String> phases) {
    Map<String, Node> document = new LinkedHashMap<>();
    document.put("decisions", DecisionDocument.of(made));
    Map<String, Node> words = new LinkedHashMap<>();
    phases.forEach((name, phase) -> words.put(name, Node.of(phase)));
    document.put("phases", Node.of(words));
    return Node.of(document);
  }
}
