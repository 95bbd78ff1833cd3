package dev.retrain.cli;

import dev.retrain.api.document.Node;
import dev.retrain.api.pipeline.Pipeline;
import dev.retrain.spi.backend.Backend;
import dev.retrain.spi.backend.RunHandle;
import dev.retrain.spi.backend.RunKey;
import dev.retrain.spi.backend.RunStatus;
import dev.retrain.spi.backend.RunSummary;
import dev.retrain.spi.state.StateStore;
import java.nio.file.Path;
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
    description =
        "Prints the status of the runs of a pipeline, or of one of them; without a pipeline, of the"
            + " retrainings of the config.")
final class StatusCommand implements Callable<Integer> {

  @Parameters(arity = "0..1", paramLabel = "PIPELINE", description = "A pipeline as YAML or JSON.")
  private @Nullable Path file;

  @Mixin private final BackendOptions backend = new BackendOptions();

  @Mixin private final OutputOptions output = new OutputOptions();

  @Option(names = "--run", paramLabel = "KEY", description = "Only this run, with its steps.")
  private @Nullable String key;

  @Override
  public Integer call() throws Exception {
    return file == null ? retrainings() : runs(file);
  }

  private int retrainings() {
    OperatingConfig operated = backend.operating().orElseThrow(OperatingOptions::missing);
    try (StateStore store = operated.readStore()) {
      List<RetrainingStatus> all = RetrainingStatus.of(operated.policies(), store);
      output.print(RetrainingStatus.document(all), out -> RetrainingStatus.print(all, out));
    }
    return ExitCode.DONE;
  }

  private int runs(Path definition) throws Exception {
    Pipeline pipeline = Pipeline.read(definition);
    try (Backend service = backend.open(definition)) {
      return key == null ? list(service, pipeline) : one(service, key);
    }
  }

  private int one(Backend service, String wanted) {
    RunHandle run = RunKeys.find(service, wanted);
    RunStatus status = service.status(run);
    output.print(
        RunDocument.of(run, status, service.steps(run), true),
        out -> RunText.print(run, status, service.steps(run), out));
    return ExitCode.DONE;
  }

  private int list(Backend service, Pipeline pipeline) {
    List<RunSummary> runs =
        service.list(RunSummary.model(pipeline), Instant.EPOCH).stream()
            .filter(run -> run.pipeline().equals(pipeline.name()))
            .toList();
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
