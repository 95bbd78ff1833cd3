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
  private Backend backend;

  BackendFixture(Supplier<Backend> opening, Path scratch, Duration patience) {
    this.opening = opening;
    this.scratch = scratch;
    this.patience = patience;
    this.backend = opening.get();
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
          .as("the run of %s must succeed, steps were %s", handle.key(), steps)
          .isInstanceOf(RunStatus.Succeeded.class);
      return ((RunStatus.Succeeded) status).outputs();
    }
  }

  Backend backend() {
    return backend;
  }

  /** Closes the backend and opens another on the same place. */
  Backend reopened() {
    backend.close();
    backend = opening.get();
    return backend;
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
    return ended(backend.submit(submission));
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
    try {
      long visible = System.nanoTime() + backend.visibleWithin().toNanos();
      RunStatus status =
          Await.until(
              what,
              patience,
              () -> backend.status(handle),
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
        () -> backend.status(handle),
        seen -> !(seen instanceof RunStatus.Failed));
    return ended(handle);
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
  long hanging(String file) {
    return Long.parseLong(
        Await.until("the step that hangs to start", patience, () -> lines(file), l -> !l.isEmpty())
            .get(0));
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
    backend.close();
  }
}
