package dev.retrain.testkit.tck;

import dev.retrain.api.rollout.Target;
import dev.retrain.spi.backend.Backend;
import dev.retrain.spi.backend.RunHandle;
import dev.retrain.spi.backend.RunKey;
import dev.retrain.spi.backend.RunPage;
import dev.retrain.spi.backend.RunStatus;
import dev.retrain.spi.backend.RunSummary;
import dev.retrain.spi.backend.StepRun;
import dev.retrain.spi.backend.Submission;
import dev.retrain.spi.backend.Translator;
import dev.retrain.spi.deploy.Deployer;
import dev.retrain.spi.registry.ModelRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The small backend, with a file for every run by which other processes see it. A run that is asked
 * for again, and that this process does not drive, is begun again.
 */
record FiledBackend(SmallService service, Path folder, Flaw flaw) implements Backend {

  /** What it does wrong when a process has died. */
  enum Flaw {
    NONE,
    NAMES_RUNS_BY_THE_PROCESS,
    LEAVES_RUNS_TO_THE_DEAD,
    REGISTERS_FOR_THE_PROCESS
  }

  private Path file(RunKey key) {
    String own = flaw == Flaw.NAMES_RUNS_BY_THE_PROCESS ? "-" + ProcessHandle.current().pid() : "";
    return folder.resolve(key.value() + own);
  }

  @Override
  public RunHandle submit(Submission submission) {
    Path file = file(submission.key());
    boolean known = Files.exists(file);
    service.clock.instant();
    write(file, "asked for");
    if (!known || flaw != Flaw.LEAVES_RUNS_TO_THE_DEAD) {
      service.begin(submission);
    }
    return new RunHandle(submission.key(), file.getFileName().toString());
  }

  private static void write(Path file, String text) {
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Optional<RunHandle> find(RunKey key) {
    return Optional.of(file(key))
        .filter(Files::exists)
        .map(file -> new RunHandle(key, file.getFileName().toString()));
  }

  @Override
  public RunStatus status(RunHandle run) {
    RunStatus status =
        service.byKey(run.key()).map(SmallRun::status).orElse(new RunStatus.Running());
    if (flaw == Flaw.REGISTERS_FOR_THE_PROCESS && status instanceof RunStatus.Succeeded ok) {
      ok.outputs()
          .registered()
          .ifPresent(
              version ->
                  service.registry.register(
                      version.model(), run.key() + "-again", version.artifact(), version.tags()));
    }
    return status;
  }

  @Override
  public RunPage runs(String model, Instant since, Optional<String> page) {
    try (Stream<Path> files = Files.list(folder)) {
      return RunPage.all(
          files
              .map(file -> file.getFileName().toString())
              .filter(name -> name.startsWith(model))
              .map(
                  name ->
                      new RunSummary(
                          name,
                          Optional.empty(),
                          model,
                          since,
                          new RunStatus.Unknown("not told"),
                          Map.of()))
              .toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public List<StepRun> steps(RunHandle run) {
    return List.of();
  }

  @Override
  public String name() {
    return FiledBackendProvider.NAME;
  }

  @Override
  public Translator translator() {
    return new SmallTranslator();
  }

  @Override
  public void cancel(RunHandle run) {}

  @Override
  public ModelRegistry registry() {
    return service.registry;
  }

  @Override
  public Optional<Deployer> deployer(Target target) {
    return Optional.empty();
  }

  @Override
  public void close() {}
}
