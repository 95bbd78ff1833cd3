package dev.retrain.backend.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retrain.api.pipeline.Pipeline;
import dev.retrain.api.retraining.RetrainMode;
import dev.retrain.spi.backend.RunHandle;
import dev.retrain.spi.backend.RunKey;
import dev.retrain.spi.backend.RunSchedule;
import dev.retrain.spi.backend.RunStatus;
import dev.retrain.spi.backend.RunSummary;
import dev.retrain.steps.folder.FolderTree;
import dev.retrain.testkit.SettableClock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When the runs of schedules begin, and how often. */
class ScheduledRunsTest {

  private static final Pipeline PIPELINE =
      Pipelines.single(Pipelines.process("work").writes(Pipelines.ROWS));
  private static final RunSchedule NIGHTLY =
      RunSchedule.of("nightly", PIPELINE, "0 3 * * *", Map.of(), RetrainMode.BATCH);

  @TempDir Path root;

  private final SettableClock clock = SettableClock.at("2001-02-03T12:00:00Z");

  private LocalBackend backend() {
    return backend(call -> Files.writeString(call.out("rows").resolve("x"), "1"));
  }

  private LocalBackend backend(StepFunction work) {
    return LocalBackend.builder()
        .artifactRoot(root)
        .clock(clock)
        .function("img/work", work)
        .build();
  }

  /** Lists the runs after a tick. */
  private static List<RunSummary> listed(LocalBackend backend) {
    backend.schedules().orElseThrow().beginDue();
    return backend.list(PIPELINE.name(), Instant.EPOCH);
  }

  private List<String> reasons(LocalBackend backend) {
    return listed(backend).stream()
        .map(run -> run.key().orElseThrow())
        .map(key -> RunFolder.of(root, PIPELINE.name(), key).submission())
        .map(recorded -> recorded.submission().reason())
        .toList();
  }

  @Test
  void beginNotBeforeTheirTime() {
    try (LocalBackend backend = backend()) {
      backend.schedules().orElseThrow().put(NIGHTLY);
      clock.set(Instant.parse("2001-02-04T02:59:59Z"));

      assertThat(listed(backend)).isEmpty();
    }
  }

  @Test
  void areNotBegunByQuestions() {
    try (LocalBackend backend = backend()) {
      backend.schedules().orElseThrow().put(NIGHTLY);
      clock.set(Instant.parse("2001-02-07T12:00:00Z"));
      RunHandle unknown = new RunHandle(new RunKey("unknown"), "scheduled/unknown");
      backend.find(unknown.key());
      backend.status(unknown);
      backend.steps(unknown);
      backend.schedules().orElseThrow().find("nightly");

      assertThat(backend.list(PIPELINE.name(), Instant.EPOCH)).isEmpty();
    }
  }

  @Test
  void ofMissedTimesBeginForTheNewestOnly() {
    try (LocalBackend backend = backend()) {
      backend.schedules().orElseThrow().put(NIGHTLY);
      clock.set(Instant.parse("2001-02-07T12:00:00Z"));

      assertThat(reasons(backend)).containsExactly("schedule nightly at 2001-02-07T03:00:00Z");
    }
  }

  @Test
  void beginAgainAtTheNextTimeAndNotInBetween() throws Exception {
    try (LocalBackend backend = backend()) {
      backend.schedules().orElseThrow().put(NIGHTLY);
      for (int hour = 0; hour < 48; hour++) {
        clock.advance(Duration.ofHours(1));
        endAll(backend);
      }

      assertThat(reasons(backend))
          .containsExactlyInAnyOrder(
              "schedule nightly at 2001-02-04T03:00:00Z",
              "schedule nightly at 2001-02-05T03:00:00Z");
    }
  }

  @Test
  void beginForNoTimeBeforeTheScheduleWasChanged() {
    try (LocalBackend backend = backend()) {
      backend.schedules().orElseThrow().put(NIGHTLY);
      clock.set(Instant.parse("2001-02-04T12:00:00Z"));
      backend.schedules().orElseThrow().put(NIGHTLY.at("0 4 * * *", ZoneId.of("UTC")));

      assertThat(listed(backend)).isEmpty();
    }
  }

  @Test
  void areNotPutOffByBeingGivenAgain() {
    try (LocalBackend backend = backend()) {
      backend.schedules().orElseThrow().put(NIGHTLY);
      clock.set(Instant.parse("2001-02-04T12:00:00Z"));
      backend.schedules().orElseThrow().put(NIGHTLY);

      assertThat(reasons(backend)).containsExactly("schedule nightly at 2001-02-04T03:00:00Z");
    }
  }

  @Test
  void areNotBegunAgainWhenTheirFolderIsSweptAway() throws Exception {
    try (LocalBackend backend = backend()) {
      backend.schedules().orElseThrow().put(NIGHTLY);
      clock.set(Instant.parse("2001-02-04T12:00:00Z"));
      endAll(backend);
      FolderTree.delete(root.resolve(PIPELINE.name()));

      assertThat(listed(backend)).isEmpty();
    }
  }

  @Test
  void thatAProcessLeftBehindAreTakenUpByTheNextWhoLooks() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    try (LocalBackend backend =
        backend(
            call -> {
              begun.countDown();
              new CountDownLatch(1).await();
            })) {
      backend.schedules().orElseThrow().put(NIGHTLY);
      clock.set(Instant.parse("2001-02-04T12:00:00Z"));
      listed(backend);
      begun.await();
    }
    try (LocalBackend next = backend()) {
      List<RunSummary> runs = listed(next);

      assertThat(runs).hasSize(1);
      assertThat(end(next, runs.get(0))).isInstanceOf(RunStatus.Succeeded.class);
    }
  }

  @Test
  void comeOnceWhenTheClockIsSetBack() {
    CronTimes times = CronTimes.of("30 2 * * *", ZoneId.of("Europe/Paris"));

    assertThat(times.latest(Instant.parse("2001-10-28T00:30:00Z")))
        .contains(Instant.parse("2001-10-28T00:30:00Z"));
    assertThat(times.latest(Instant.parse("2001-10-28T01:30:00Z")))
        .contains(Instant.parse("2001-10-28T00:30:00Z"));
  }

  @Test
  void comeLaterWhenTheClockSkipsTheirTime() {
    CronTimes times = CronTimes.of("30 2 * * *", ZoneId.of("Europe/Paris"));

    assertThat(times.latest(Instant.parse("2001-03-25T12:00:00Z")))
        .contains(Instant.parse("2001-03-25T01:30:00Z"));
  }

  @Test
  void doNotStandInTheWayOfOtherRunsWhenTheirFileIsBroken() throws Exception {
    try (LocalBackend backend = backend()) {
      Files.createDirectories(root.resolve(".schedules"));
      Files.writeString(root.resolve(".schedules/broken.json"), "{");
      RunHandle run = backend.submit(Pipelines.submission(PIPELINE));

      assertThat(Pipelines.ended(backend, run)).isInstanceOf(RunStatus.Succeeded.class);
    }
  }

  private static void endAll(LocalBackend backend) throws InterruptedException {
    for (RunSummary run : listed(backend)) {
      end(backend, run);
    }
  }

  private static RunStatus end(LocalBackend backend, RunSummary run) throws InterruptedException {
    RunKey key = run.key().orElseThrow();
    return Pipelines.ended(backend, new RunHandle(key, run.nativeId()));
  }
}
