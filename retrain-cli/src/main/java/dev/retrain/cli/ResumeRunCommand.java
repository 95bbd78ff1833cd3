package dev.retrain.cli;

import dev.retrain.spi.backend.Backend;
import dev.retrain.spi.backend.RunHandle;
import dev.retrain.spi.backend.RunStatus;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code retrain resume-run}. */
@Command(
    name = "resume-run",
    mixinStandardHelpOptions = true,
    description = {
      "Continues a failed run from the step that failed, under its key; steps that succeeded are not"
          + " run again. A run that has not failed stays as it is.",
      "Ends like retrain run."
    })
final class ResumeRunCommand implements Callable<Integer> {

  private static final long PAUSE_NANOS = 500_000_000;

  @Parameters(paramLabel = "RUN", description = "The key of a run, as retrain status lists it.")
  @SuppressWarnings("NullAway.Init") // set by picocli
  private String key;

  @Option(
      names = "--request",
      paramLabel = "NAME",
      description =
          "Names the resumption: the same name again resumes nothing. Default: a new name each time.")
  private Optional<String> request = Optional.empty();

  @Option(names = "--wait", description = "Waits for the end and prints the result.")
  private boolean wait;

  @Mixin private final BackendOptions backend = new BackendOptions();
  @Mixin private final OutputOptions output = new OutputOptions();

  @Override
  public Integer call() {
    try (Backend service = backend.openOperated()) {
      RunHandle run = RunKeys.find(service, key);
      RunStatus before = service.status(run);
      if (before instanceof RunStatus.Failed) {
        service.resume(run, request.orElseGet(() -> "manual-" + UUID.randomUUID()));
        awaitShown(service, run);
      } else {
        output.err().println("The run is " + before.word() + ": only a failed run is resumed.");
      }
      RunLook look = look(service, run);
      output.print(
          RunDocument.of(run, look.status(), look.steps(), true),
          out -> RunText.print(run, look.status(), look.steps(), out));
      return RunExit.code(look.status());
    }
  }

  /** Waits until the service shows that the run goes on, at most as long as it may show it late. */
  private static void awaitShown(Backend service, RunHandle run) {
    long end = System.nanoTime() + service.visibleWithin().toNanos();
    while (System.nanoTime() < end
        && service.status(run) instanceof RunStatus.Failed
        && !Thread.currentThread().isInterrupted()) {
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }

  /** Waits where asked to, and where the run ends with this process. */
  private RunLook look(Backend service, RunHandle run) {
    boolean here = service.name().equals(BackendOptions.LOCAL);
    RunStatus now =
        wait || here ? new RunWait(service, run, output.err()).forEnd(true) : service.status(run);
    return RunLook.of(service, run, now);
  }
}
