package dev.retrain.testkit.tck;

import static dev.retrain.api.pipeline.Condition.atLeast;
import static org.assertj.core.api.Assertions.assertThat;

import dev.retrain.api.document.Settings;
import dev.retrain.api.pipeline.Pipeline;
import dev.retrain.api.pipeline.Step;
import dev.retrain.api.registry.ModelVersion;
import dev.retrain.spi.backend.Backend;
import dev.retrain.spi.backend.BackendContext;
import dev.retrain.spi.backend.Backends;
import dev.retrain.spi.backend.Capability;
import dev.retrain.spi.backend.RunSummary;
import dev.retrain.spi.backend.Submission;
import dev.retrain.spi.state.Leases;
import dev.retrain.testkit.fault.Fault;
import dev.retrain.testkit.fault.FaultProxy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a backend must leave behind when the process that uses it is killed. A process of its own
 * submits a run and is ended by SIGKILL, once at every reading of the clock, which is where a
 * backend writes down what happened, and once in each of the first exchanges with its service.
 * Every time another process submits the same key again.
 *
 * <p>Extend it and implement the methods it shares with {@link BackendTck}. The backend is found by
 * its name in the other process, so its service, where it has one, must be reached from there.
 */
@ExtendWith(CaseCount.class)
public abstract class CrashTck {

  /** Readings at which a process is killed, at most: one that polls reads for ever. */
  private static final int READINGS = 16;

  private static final int EXCHANGES = 2;

  /** Returns the backend's name. */
  protected abstract String name();

  /**
   * Returns the settings of a place, as {@link BackendTck#settings(Path)} gives them; called once.
   */
  protected abstract Settings settings(Path place);

  /** Returns the proxy in front of the service; empty for a backend without one. */
  protected Optional<FaultProxy> proxy() {
    return Optional.empty();
  }

  /**
   * Returns everything that belongs to no run: objects of the service, folders, processes. Asked
   * when every run that was begun has been taken up and has ended.
   */
  protected List<String> orphans(Path place) throws IOException {
    return List.of();
  }

  /** Returns how long one run may take before the case gives up. */
  protected Duration patience() {
    return Duration.ofMinutes(1);
  }

  /**
   * Returns the smallest pipeline with everything to write down: a step, metrics, and a gate where
   * there is one.
   */
  static Pipeline pipeline(Backend backend) {
    Pipeline.Builder all =
        Pipeline.named("killed")
            .parameter(StepProgram.SCRATCH, "scratch")
            .step(
                CapabilityPipelines.program(
                        Step.train("train", StepProgram.IMAGE),
                        "write:model/model.txt=1",
                        "metrics:metrics/auc=0.7")
                    .writes(CapabilityPipelines.MODEL, CapabilityPipelines.METRICS));
    return backend.translator().capabilities().has(Capability.GATE)
        ? all.when(
                CapabilityPipelines.METRICS,
                atLeast("auc", 0.6),
                approved -> approved.register("killed", CapabilityPipelines.MODEL))
            .build()
        : all.build();
  }

  @Test
  void oneKeyStaysOneRunWhereverItsProcessIsKilled(@TempDir Path folder) throws Exception {
    Path place = Files.createDirectories(folder.resolve("place"));
    Path scratch = Files.createDirectories(folder.resolve("scratch"));
    Settings settings = settings(place);
    Clock clock = Clock.systemUTC();
    BackendContext context = BackendContext.of(clock, Leases.inProcess(clock));
    ClassLoader loader = getClass().getClassLoader();
    try (BackendFixture fixture =
        new BackendFixture(
            () -> Backends.provider(name(), loader).create(settings, context),
            scratch,
            patience())) {
      ProcessKiller killing = new ProcessKiller(name(), settings, scratch);
      int runs = readings(killing, fixture);
      if (proxy().isPresent()) {
        exchanges(killing, fixture, proxy().get(), runs);
      } else {
        assertThat(runs).as("a process was killed at least once").isGreaterThan(1);
      }
      assertThat(orphans(place)).as("nothing is left that belongs to no run").isEmpty();
    }
  }

  /** Kills one process at each reading, until one comes to its end. */
  private int readings(ProcessKiller killing, BackendFixture fixture) throws Exception {
    for (int reading = 1; reading <= READINGS; reading++) {
      boolean killed = killing.atReading(reading, reading);
      takeUp(fixture, reading, "at its reading " + reading + " of the clock");
      if (!killed) {
        return reading;
      }
    }
    return READINGS;
  }

  /** Kills one process before an exchange arrives, and one before it is answered. */
  private void exchanges(
      ProcessKiller killing, BackendFixture fixture, FaultProxy proxy, int before)
      throws Exception {
    int runs = before;
    for (int exchange = 1; exchange <= EXCHANGES; exchange++) {
      for (Fault fault : List.of(Fault.halfOpen(), Fault.slow(Duration.ofDays(1)))) {
        int number = exchange;
        AtomicInteger seen = new AtomicInteger();
        proxy.forget();
        proxy.next(1, any -> seen.incrementAndGet() == number, fault);
        runs++;
        killing.when(runs, () -> proxy.exchanges().stream().anyMatch(e -> e.fault().equals(fault)));
        proxy.calm();
        takeUp(fixture, runs, "in its exchange " + exchange + ", " + fault);
      }
    }
  }

  private void takeUp(BackendFixture fixture, int runs, String when) {
    Pipeline pipeline = pipeline(fixture.backend());
    Submission again = fixture.submission(pipeline, runs, Map.of());
    BackendFixture.Ended ended = fixture.run(again);
    ended.outputs();
    List<RunSummary> listed = fixture.backend().list(RunSummary.model(pipeline), Instant.EPOCH);
    assertThat(listed)
        .as("its process was killed %s, then its key submitted again: one key, one run", when)
        .hasSize(runs)
        .filteredOn(run -> run.nativeId().equals(ended.handle().nativeId()))
        .hasSize(1);
    if (pipeline.gate().isPresent()) {
      assertThat(fixture.backend().registry().versions(pipeline.name()))
          .extracting(version -> version.tags().get(ModelVersion.RUN_TAG))
          .as("its process was killed %s: one run, one version", when)
          .hasSize(runs)
          .contains(again.key().value());
    }
  }
}
