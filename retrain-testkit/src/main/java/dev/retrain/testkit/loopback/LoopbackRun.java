package dev.retrain.testkit.loopback;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** A step that was started. Thread-safe. */
public final class LoopbackRun {

  private final LoopbackStep step;
  private final BoundedLog log = new BoundedLog();
  private final CompletableFuture<StepEnd> end = new CompletableFuture<>();
  private @Nullable ChildTree tree;
  private boolean cancelled;

  LoopbackRun(LoopbackStep step) {
    this.step = step;
  }

  /** Returns what was started. */
  public LoopbackStep step() {
    return step;
  }

  /** Returns how far it has come. */
  public synchronized StepRunState state() {
    if (end.isDone()) {
      return StepRunState.ENDED;
    }
    return tree == null ? StepRunState.WAITING : StepRunState.RUNNING;
  }

  /** Returns the last lines it has printed so far. */
  public List<String> log() {
    return log.lines();
  }

  /** Returns how it ended, once it has. */
  public Optional<StepEnd> end() {
    return end.isDone() ? Optional.of(end.join()) : Optional.empty();
  }

  /** Returns what completes with its end, always normally. */
  public CompletionStage<StepEnd> whenEnded() {
    return end.minimalCompletionStage();
  }

  /**
   * Waits for its end.
   *
   * @param patience an end for what hangs, to be generous
   * @throws AssertionError with the last lines it printed when the patience is over
   */
  public StepEnd await(Duration patience) throws InterruptedException {
    try {
      return end.get(patience.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      throw new AssertionError(
          step + " has not ended after " + patience.toSeconds() + " s; it printed " + log(), e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("an end is never an exception", e);
    }
  }

  /** Kills it with its children, or keeps it from starting. Does nothing once it has ended. */
  public synchronized void cancel() {
    cancelled = true;
    if (tree != null && !end.isDone()) {
      tree.kill();
    }
  }

  synchronized boolean isCancelled() {
    return cancelled;
  }

  /** Takes the process; one that was cancelled meanwhile is killed. */
  synchronized void running(ChildTree started) {
    tree = started;
    if (cancelled) {
      started.kill();
    }
  }

  BoundedLog output() {
    return log;
  }

  void ended(StepEnd.How how, int exitCode, Duration duration) {
    end.complete(new StepEnd(how, exitCode, duration, log.lines()));
  }
}
