package dev.retrain.backend.local;

import dev.retrain.api.error.FailureContext;
import dev.retrain.api.error.TransientFailure;
import dev.retrain.backend.local.RunResult.Failure;
import dev.retrain.spi.backend.RunHandle;
import dev.retrain.spi.backend.RunKey;
import dev.retrain.spi.backend.Submission;
import dev.retrain.steps.folder.FolderLock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The runs that this backend drives now, and those whose end it could not record. */
final class Drivers implements AutoCloseable {

  private static final Duration CLOSE_WITHIN = Duration.ofSeconds(10);
  private static final Duration EXIT_WITHIN = Duration.ofSeconds(3);
  private static final Duration ACCEPTED_WITHIN = Duration.ofSeconds(30);

  /** A run being driven, and a latch that opens when its driver has ended. */
  private record Driven(RunControl control, CountDownLatch through) {}

  private final RunServices services;
  private final Map<RunKey, Driven> driven = new ConcurrentHashMap<>();
  private final Map<RunKey, Failure> unrecorded = new ConcurrentHashMap<>();
  private final Thread atExit = new Thread(this::stopAtExit, "retrain-local-exit");
  private volatile boolean stopping;

  Drivers(RunServices services) {
    this.services = services;
    // Children have sessions of their own: without this they would outlive an interrupted JVM.
    Runtime.getRuntime().addShutdownHook(atExit);
  }

  boolean isDriving(RunFolder run) {
    return driven.containsKey(run.key());
  }

  /** Returns why a run failed whose end could not be written. */
  Optional<Failure> unrecorded(RunKey key) {
    return Optional.ofNullable(unrecorded.get(key));
  }

  /**
   * Starts to drive a run, new or left by another owner, unless it has ended or another owner
   * drives it.
   *
   * @throws TransientFailure once this process stops: what it accepted then it could not finish
   */
  RunHandle drive(RunFolder folder, Submission asked) {
    if (stopping) {
      throw stopped(folder);
    }
    try {
      Files.createDirectories(folder.path());
      long end = System.nanoTime() + ACCEPTED_WITHIN.toNanos();
      do {
        Optional<FolderLock> lock = folder.own();
        if (lock.isPresent()) {
          start(folder, asked, lock.get());
        }
        // The owner of the lock may not have written the submission yet.
      } while (!folder.exists() && System.nanoTime() < end);
      return folder.handle();
    } catch (IOException e) {
      throw new TransientFailure(
          "cannot start the run " + folder.key() + " in " + folder.path() + ": " + e,
          FailureContext.hint("check that the artifact root can be written and has space")
              .withRun(folder.key().value()),
          e);
    }
  }

  private static TransientFailure stopped(RunFolder folder) {
    return new TransientFailure(
        "cannot start the run " + folder.key() + " while this process stops",
        FailureContext.hint("submit it again from a process that goes on")
            .withRun(folder.key().value()),
        null);
  }

  private void start(RunFolder folder, Submission asked, FolderLock lock) throws IOException {
    boolean started = false;
    try {
      if (!folder.hasEnded()) {
        if (!folder.exists()) {
          folder.write(new RecordedSubmission(asked, services.clock().instant()));
        }
        ActiveRun run = runOf(folder);
        Driven driving = new Driven(run.control(), new CountDownLatch(1));
        unrecorded.remove(folder.key());
        driven.put(folder.key(), driving);
        if (stopping) {
          throw stopped(folder);
        }
        services.threads().execute(() -> drive(run, lock, driving));
        started = true;
      }
    } finally {
      if (!started) {
        driven.remove(folder.key());
        lock.close();
      }
    }
  }

  private ActiveRun runOf(RunFolder folder) throws IOException {
    Submission recorded = folder.submission().submission();
    return new ActiveRun(
        services, folder, recorded, champion(folder, recorded), folder.journal(), new RunControl());
  }

  private void drive(ActiveRun run, FolderLock lock, Driven driving) {
    try {
      Optional<RunResult> result = new Driver(run).drive();
      if (result.isPresent()) {
        run.folder().write(result.get());
      }
    } catch (IOException | RuntimeException e) {
      fail(run, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      run.control().stop();
      driven.remove(run.folder().key());
      release(lock);
      driving.through().countDown();
    }
  }

  private void fail(ActiveRun run, Exception broken) {
    if (stopping) {
      // Given up, not failed: the next owner finds out how far it came.
      return;
    }
    Failure failure = Failure.of("the run could not be recorded or driven: " + broken);
    unrecorded.put(run.folder().key(), failure);
    try {
      run.folder().write(RunResult.failed(services.clock().instant(), failure));
    } catch (IOException e) {
      // The disk may be full: this process reports it, others find the run lost.
      broken.addSuppressed(e);
    }
  }

  private static void release(FolderLock lock) {
    try {
      lock.close();
    } catch (IOException e) {
      throw new IllegalStateException("a lock could not be given back", e);
    }
  }

  private static Path champion(RunFolder folder, Submission submission) throws IOException {
    Optional<Path> live =
        submission.champion().flatMap(version -> SubmissionCheck.localFolder(version.artifact()));
    if (live.isPresent()) {
      return live.get();
    }
    return Files.createDirectories(folder.path().resolve(".champion"));
  }

  /**
   * Drives a run that failed again, unless the request has done so already or another process
   * drives the run.
   */
  void resume(RunFolder folder, String request) {
    if (stopping) {
      throw stopped(folder);
    }
    try {
      Optional<FolderLock> lock = folder.own();
      if (lock.isPresent()) {
        boolean again = isReopened(folder, request, lock.get());
        if (again) {
          start(folder, folder.submission().submission(), lock.get());
        }
      }
    } catch (IOException e) {
      throw new TransientFailure(
          "cannot resume the run " + folder.key() + " in " + folder.path() + ": " + e,
          FailureContext.hint("check that the artifact root can be written and has space")
              .withRun(folder.key().value()),
          e);
    }
  }

  /** Returns whether a run may be driven again; gives the lock back where it may not. */
  private boolean isReopened(RunFolder folder, String request, FolderLock lock) throws IOException {
    boolean reopened = false;
    try {
      RunHistory history = RunHistory.of(folder.journal().read());
      boolean failed =
          folder.result().filter(end -> end.outcome() == RunResult.Outcome.FAILED).isPresent();
      if (failed && !history.isResumedBy(request)) {
        // First: a run that is reopened and not resumed yet is lost, and is submitted again.
        folder.setResultAside(history.resumptions() + 1);
        folder.journal().mend();
        folder
            .journal()
            .append(
                JournalEntry.of(services.clock().instant(), JournalEntry.Event.RESUMED)
                    .message(request));
        reopened = true;
      }
      return reopened;
    } finally {
      if (!reopened) {
        lock.close();
      }
    }
  }

  /** Requests an end; a run that no process drives is ended here. */
  void cancel(RunFolder folder) {
    if (!folder.exists() || folder.hasEnded()) {
      return;
    }
    try {
      folder.requestCancel();
      Optional<FolderLock> lock = isDriving(folder) ? Optional.empty() : folder.own();
      if (lock.isPresent()) {
        try {
          endAbandoned(folder);
        } finally {
          lock.get().close();
        }
      }
    } catch (IOException e) {
      throw new TransientFailure("cannot cancel the run " + folder.key() + ": " + e, e);
    }
  }

  private void endAbandoned(RunFolder folder) throws IOException {
    Leftovers.of(runOf(folder), RunHistory.of(folder.journal().read())).end();
    if (!folder.hasEnded()) {
      folder.write(RunResult.cancelled(services.clock().instant()));
    }
  }

  private void stopAtExit() {
    try {
      stopAll(EXIT_WITHIN);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void stopAll(Duration patience) throws InterruptedException {
    stopping = true;
    List<Driven> all = List.copyOf(driven.values());
    all.parallelStream().forEach(run -> run.control().stop());
    long end = System.nanoTime() + patience.toNanos();
    for (Driven run : all) {
      if (!run.through().await(end - System.nanoTime(), TimeUnit.NANOSECONDS)) {
        return;
      }
    }
  }

  /** Stops every run with its processes, and waits a little for their drivers. */
  @Override
  public void close() {
    try {
      stopAll(CLOSE_WITHIN);
      Runtime.getRuntime().removeShutdownHook(atExit);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IllegalStateException e) {
      // The JVM is going down already, and the hook does the same work.
      return;
    }
  }
}
