package dev.retrain.cli;

import dev.retrain.api.backend.Backend;
import dev.retrain.api.backend.BackendContext;
import dev.retrain.api.backend.BackendProvider;
import dev.retrain.api.backend.RunHandle;
import dev.retrain.api.backend.RunKey;
import dev.retrain.api.backend.RunStatus;
import dev.retrain.api.backend.RunSummary;
import dev.retrain.api.document.Node;
import dev.retrain.api.error.ConfigurationProblem;
import dev.retrain.api.error.FailureContext;
import dev.retrain.api.pipeline.Pipeline;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code retrain status}. */
@Command(
    name = "status",
    mixinStandardHelpOptions = true,
    description = "Tells where the runs of a pipeline stand, or one of them.")
final class StatusCommand implements Callable<Integer> {

  @Parameters(paramLabel = "PIPELINE", description = "A pipeline as YAML or JSON.")
  @SuppressWarnings("NullAway.Init") // set by picocli
  private Path file;

  @Mixin private final BackendOptions backend = new BackendOptions();
  @Mixin private final OutputOptions output = new OutputOptions();

  @Option(names = "--run", paramLabel = "KEY", description = "Only this run, with its steps.")
  private @Nullable String key;

  @Override
  public Integer call() throws Exception {
    Pipeline pipeline = Pipeline.read(file);
    BackendProvider provider = BackendFolder.backend(backend.name());
    Clock clock = Clock.systemUTC();
    try (Backend service =
        provider.create(
            backend.settings(file).orElseGet(provider::placeholderSettings),
            new BackendContext(clock, FileLeases.beside(file, clock)))) {
      return key == null ? list(service, pipeline) : one(service, key);
    }
  }

  private int one(Backend service, String wanted) {
    RunHandle run =
        service
            .find(runKey(wanted))
            .orElseThrow(
                () ->
                    new ConfigurationProblem(
                        "asked " + service.name() + " for the run " + wanted + ", it knows none",
                        FailureContext.hint("leave out --run to see those it knows"),
                        null));
    RunStatus status = service.status(run);
    output.print(
        RunDocument.of(run, status, service.steps(run), true),
        out -> RunText.print(run, status, service.steps(run), out));
    return ExitCode.DONE;
  }

  private static RunKey runKey(String text) {
    try {
      return new RunKey(text);
    } catch (IllegalArgumentException e) {
      throw new ConfigurationProblem(
          "--run: " + e.getMessage(), FailureContext.hint("copy it from retrain status"), e);
    }
  }

  private int list(Backend service, Pipeline pipeline) {
    List<RunSummary> runs = service.list(pipeline.name(), Instant.EPOCH);
    output.print(
        Node.of(Map.of("runs", Node.of(runs.stream().map(StatusCommand::document).toList()))),
        out -> {
          TextTable table = new TextTable("RUN", "STARTED", "STATUS");
          for (RunSummary run : runs) {
            table.row(name(run), run.started().toString(), run.status().word());
          }
          table.print(out);
        });
    return ExitCode.DONE;
  }

  private static String name(RunSummary run) {
    return run.key().map(RunKey::value).orElse(run.nativeId());
  }

  private static Node document(RunSummary run) {
    return Node.of(
        Map.of(
            "run", Node.of(name(run)),
            "id", Node.of(run.nativeId()),
            "started", Node.of(run.started().toString()),
            "status", Node.of(run.status().word())));
  }
}
