package dev.retrain.testkit.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retrain.api.pipeline.Pipeline;
import dev.retrain.api.retraining.RetrainMode;
import dev.retrain.api.retraining.Tag;
import dev.retrain.spi.backend.Backend;
import dev.retrain.spi.backend.RunHandle;
import dev.retrain.spi.backend.RunKey;
import dev.retrain.spi.backend.RunStatus;
import dev.retrain.spi.backend.StepRun;
import dev.retrain.spi.backend.Submission;
import dev.retrain.testkit.Await;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/** One backend at work, with the folder it shares with its steps. */
final class BackendFixture implements AutoCloseable {

  private final Supplier<Backend> opening;
  private final Path scratch;
  private final Duration patience;
  private Backend raw;

  BackendFixture(Supplier<Backend> opening, Path scratch, Duration patience) {
    this.opening = opening;
    this.scratch = scratch;
    this.patience = patience;
    this.raw = opening.get();
  }

  /** A run that has ended. */
  record Ended(RunHandle handle, RunStatus status, List<StepRun> steps) {

    StepRun step(String name) {
      return steps.stream()
          .filter(step -> step.step().equals(name))
          .findFirst()
          .orElseThrow(() -> new AssertionError("steps(...) has no step " + name + ": " + steps));
    }

    /** Returns where an output lies. */
    URI artifact(String name) {
      URI place = outputs().artifacts().get(name);
      if (place == null) {
        throw new AssertionError("the outputs name no artifact " + name + ": " + status);
      }
      return place;
    }

    RunStatus.RunOutputs outputs() {
      assertThat(status)
          .as("%s, steps were %s", rule(), steps)
          .isInstanceOf(RunStatus.Succeeded.class);
      return ((RunStatus.Succeeded) status).outputs();
    }

    private String rule() {
      return isLost(status)
          ? "a run that was submitted is seen within visibleWithin(): declare how late the service"
              + " shows the run "
              + handle.key()
          : "the run of " + handle.key() + " must succeed";
    }
  }

  /** Returns the backend as callers see it over several ticks. */
  Backend backend() {
    return patient(raw);
  }

  /** Returns a backend that makes a call again after a failure that may pass. */
  Backend patient(Backend backend) {
    return new PatientBackend(backend, patience);
  }

  /** Returns the backend itself: one call is one call. */
  Backend raw() {
    return raw;
  }

  /** Closes the backend and opens another on the same place. */
  Backend reopened() {
    raw.close();
    raw = opening.get();
    return backend();
  }

  RunKey key(String pipeline, int attempt) {
    return RunKey.of(pipeline, scratch.toString(), attempt);
  }

  Submission submission(Pipeline pipeline, int attempt, Map<String, String> parameters) {
    return untagged(pipeline, attempt, parameters)
        .withTags(Map.of(Tag.OWNER, "retrain", Tag.ENVIRONMENT, "test"));
  }

  /** Returns a submission with the pipeline's own tags alone. */
  Submission untagged(Pipeline pipeline) {
    return untagged(pipeline, 1, Map.of());
  }

  private Submission untagged(Pipeline pipeline, int attempt, Map<String, String> parameters) {
    Map<String, String> all = new TreeMap<>(parameters);
    if (pipeline.parameter(StepProgram.SCRATCH).isPresent()) {
      all.putIfAbsent(StepProgram.SCRATCH, scratch.toString());
    }
    return Submission.of(
        pipeline,
        key(pipeline.name(), attempt),
        all,
        RetrainMode.FULL,
        "data-1",
        "a case of the kit");
  }

  Submission submission(Pipeline pipeline) {
    return submission(pipeline, 1, Map.of());
  }

  Ended run(Pipeline pipeline) {
    return run(submission(pipeline));
  }

  Ended run(Submission submission) {
    return ended(backend().submit(submission));
  }

  /** Waits until a run has ended. */
  Ended ended(RunHandle handle) {
    return ended(handle, "");
  }

  /**
   * Waits until a run has ended.
   *
   * @param because what should end it, as it follows a colon in a message
   */
  Ended ended(RunHandle handle, String because) {
    String what = "the run " + handle.key() + " to end" + (because.isEmpty() ? "" : ": " + because);
    Backend backend = backend();
    try {
      long visible = System.nanoTime() + backend.visibleWithin().toNanos();
      RunStatus status =
          Await.until(
              what,
              patience,
              () -> {
                boolean mustBeVisible = System.nanoTime() - visible > 0;
                return checked(backend.status(handle), mustBeVisible);
              },
              seen -> seen.terminal() && !(isLost(seen) && System.nanoTime() - visible < 0));
      if (status instanceof RunStatus.Succeeded) {
        backend.conclude(handle);
        status = backend.status(handle);
      }
      return new Ended(handle, status, backend.steps(handle));
    } catch (AssertionError e) {
      throw new AssertionError(e.getMessage() + ", with the steps " + backend.steps(handle), e);
    }
  }

  /** Waits until a run that was resumed has ended; it may be shown as failed for a while. */
  Ended resumed(RunHandle handle) {
    Await.until(
        "the run " + handle.key() + " to go on after it was resumed",
        patience,
        () -> backend().status(handle),
        seen -> !(seen instanceof RunStatus.Failed));
    return ended(handle);
  }

  /** Returns the status of a run that goes on, as soon as the service shows it. */
  RunStatus shown(RunHandle handle) {
    long visible = System.nanoTime() + raw.visibleWithin().toNanos();
    return Await.until(
        "the run " + handle.key() + " to be shown",
        patience,
        () -> backend().status(handle),
        seen -> !isLost(seen) || System.nanoTime() - visible > 0);
  }

  /** Fails at once where waiting would bring about nothing else. */
  private RunStatus checked(RunStatus status, boolean mustBeVisible) {
    assertThat(mustBeVisible && status instanceof RunStatus.Accepted)
        .as(
            "a run is Accepted until the service shows it, within visibleWithin(), which is %s",
            raw.visibleWithin())
        .isFalse();
    assertThat(status)
        .as("every state of the service has a status of its own: Unknown is for future states")
        .isNotInstanceOf(RunStatus.Unknown.class);
    return status;
  }

  private static boolean isLost(RunStatus status) {
    return status instanceof RunStatus.Lost;
  }

  /** Returns how many lines the steps have added to a file of the scratch folder. */
  List<String> lines(String file) {
    Path path = scratch.resolve(file);
    try {
      return Files.exists(path) ? Files.readAllLines(path) : List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits until a step that hangs has started, and returns its process. */
  long hanging(RunHandle run, String file) {
    return Long.parseLong(
        Await.until(
                "the step that hangs to start",
                patience,
                () -> started(run, file),
                lines -> !lines.isEmpty())
            .get(0));
  }

  private List<String> started(RunHandle run, String file) {
    List<String> lines = lines(file);
    RunStatus status = lines.isEmpty() ? backend().status(run) : new RunStatus.Running();
    assertThat(status.terminal() && !isLost(status) && lines(file).isEmpty())
        .as(
            "a run is not terminal while a step of it runs, but it has ended before the step"
                + " started: %s",
            status)
        .isFalse();
    return lines;
  }

  void write(String file, String text) {
    try {
      Files.writeString(scratch.resolve(file), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Duration patience() {
    return patience;
  }

  @Override
  public void close() {
    raw.close();
  }
}
