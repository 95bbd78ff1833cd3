package dev.retrain.testkit.tck;

import dev.retrain.api.error.TransientFailure;
import dev.retrain.api.rollout.Target;
import dev.retrain.spi.backend.Backend;
import dev.retrain.spi.backend.RunHandle;
import dev.retrain.spi.backend.RunKey;
import dev.retrain.spi.backend.RunPage;
import dev.retrain.spi.backend.RunStatus;
import dev.retrain.spi.backend.RunSummary;
import dev.retrain.spi.backend.Schedules;
import dev.retrain.spi.backend.StepRun;
import dev.retrain.spi.backend.Submission;
import dev.retrain.spi.backend.Translator;
import dev.retrain.spi.deploy.Deployer;
import dev.retrain.spi.registry.ModelRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * A backend as its callers see it over several ticks: a call that ends with a {@link
 * TransientFailure} is made again after the requested pause, as the loop does. A call that keeps
 * failing ends with an error that names the rule.
 *
 * @param real the backend
 * @param patience how long one call may keep failing
 */
record PatientBackend(Backend real, Duration patience) implements Backend {

  private static final Duration PAUSE = Duration.ofMillis(50);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

  /** How long a call may keep failing beyond the time within which a run is shown. */
  private static final Duration LIMIT = Duration.ofSeconds(10);

  private <T> T patiently(String call, Supplier<T> work) {
    Duration limit = LIMIT.compareTo(patience) < 0 ? LIMIT : patience;
    long end = System.nanoTime() + limit.plus(real.visibleWithin()).toNanos();
    for (int tries = 1; ; tries++) {
      try {
        return work.get();
      } catch (TransientFailure e) {
        Duration pause = e.retryAfter().filter(p -> p.compareTo(PAUSE) > 0).orElse(PAUSE);
        pause = pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
        if (System.nanoTime() + pause.toNanos() - end > 0) {
          throw new AssertionError(
              "[what passes by itself is a TransientFailure, other failures are not] "
                  + call
                  + " failed "
                  + tries
                  + " times, the last time with: "
                  + e.getMessage(),
              e);
        }
        LockSupport.parkNanos(pause.toNanos());
      }
    }
  }

  private void patiently(String call, Runnable work) {
    patiently(
        call,
        () -> {
          work.run();
          return true;
        });
  }

  @Override
  public String name() {
    return real.name();
  }

  @Override
  public Translator translator() {
    return real.translator();
  }

  @Override
  public RunHandle submit(Submission submission) {
    return patiently("submit", () -> real.submit(submission));
  }

  @Override
  public Optional<RunHandle> find(RunKey key) {
    return patiently("find", () -> real.find(key));
  }

  @Override
  public RunStatus status(RunHandle run) {
    return patiently("status", () -> real.status(run));
  }

  @Override
  public Duration visibleWithin() {
    return real.visibleWithin();
  }

  @Override
  public void conclude(RunHandle run) {
    patiently("conclude", () -> real.conclude(run));
  }

  @Override
  public List<StepRun> steps(RunHandle run) {
    return patiently("steps", () -> real.steps(run));
  }

  @Override
  public void cancel(RunHandle run) {
    patiently("cancel", () -> real.cancel(run));
  }

  @Override
  public void resume(RunHandle run, String request) {
    patiently("resume", () -> real.resume(run, request));
  }

  @Override
  public RunPage runs(String model, Instant since, Optional<String> page) {
    return patiently("runs", () -> real.runs(model, since, page));
  }

  @Override
  public List<RunSummary> list(String model, Instant since) {
    return patiently("list", () -> real.list(model, since));
  }

  @Override
  public ModelRegistry registry() {
    return real.registry();
  }

  @Override
  public Optional<Deployer> deployer(Target target) {
    return real.deployer(target);
  }

  @Override
  public Optional<Schedules> schedules() {
    return real.schedules();
  }

  /** Returns what the backend prints of itself. */
  @Override
  public String toString() {
    return real.toString();
  }

  @Override
  public void close() {
    real.close();
  }
}
