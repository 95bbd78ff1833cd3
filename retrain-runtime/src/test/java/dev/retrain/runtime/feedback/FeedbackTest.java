package dev.retrain.runtime.feedback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.retrain.api.error.TransientFailure;
import dev.retrain.api.source.MetricPoint;
import dev.retrain.runtime.store.JdbcStore;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FeedbackTest {

  private static final Instant START = Instant.parse("2001-01-01T00:00:00Z");
  private static final Duration DAY = Duration.ofDays(1);

  @TempDir Path folder;

  /** Three days of predictions with their outcomes, each known a number of days later. */
  private static List<FeedbackEvent> notes(int daysLater) {
    Random random = new Random(3);
    List<FeedbackEvent> notes = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      Instant at = START.plus(DAY.multipliedBy(i / 100)).plusSeconds(i);
      double label = random.nextInt(2);
      double score = Math.min(1, Math.max(0, 0.3 * label + 0.7 * random.nextDouble()));
      notes.add(new FeedbackEvent.Prediction("p" + i, "1", "{}", score, at));
      notes.add(new FeedbackEvent.Outcome("p" + i, label, at.plus(DAY.multipliedBy(daysLater))));
    }
    return notes;
  }

  private static FeedbackMetrics metrics(FeedbackStore store) {
    return new FeedbackMetrics(store, FeedbackMetrics.Kind.BINARY, DAY, Duration.ofDays(14), 0.5);
  }

  @Test
  void labelsLateTwiceAndOutOfOrderGiveTheSameMetrics() {
    try (JdbcStore calm = JdbcStore.embedded(folder.resolve("a"), false);
        JdbcStore wild = JdbcStore.embedded(folder.resolve("b"), false)) {
      calm.feedback().keep(notes(0));
      List<FeedbackEvent> mixed = new ArrayList<>(notes(14));
      mixed.addAll(notes(14));
      Collections.shuffle(mixed, new Random(1));
      wild.feedback().keep(mixed.subList(0, 500));
      wild.feedback().keep(mixed.subList(500, mixed.size()));

      for (String metric : List.of("auc", "log_loss", "accuracy")) {
        List<MetricPoint> one =
            metrics(calm.feedback()).read(metric, START, START.plus(DAY.multipliedBy(30)));
        assertThat(one).hasSize(3);
        assertThat(metrics(wild.feedback()).read(metric, START, START.plus(DAY.multipliedBy(30))))
            .isEqualTo(one);
      }
    }
  }

  @Test
  void aStretchIsMissingUntilItIsMatureAndLabelledEnough() {
    try (JdbcStore store = JdbcStore.embedded(folder, false)) {
      store
          .feedback()
          .keep(notes(1).stream().filter(n -> n instanceof FeedbackEvent.Prediction).toList());
      FeedbackMetrics metrics = metrics(store.feedback());

      assertThat(metrics.read("auc", START, START.plus(DAY.multipliedBy(40)))).isEmpty();
      store.feedback().keep(notes(1).subList(0, 200));
      assertThat(metrics.read("auc", START, START.plus(DAY.multipliedBy(14)))).isEmpty();
      assertThat(metrics.read("auc", START, START.plus(DAY.multipliedBy(15)))).hasSize(1);
      assertThat(
              metrics.read(FeedbackMetrics.LABELLED_SHARE, START, START.plus(DAY.multipliedBy(3))))
          .extracting(point -> point.value().value())
          .containsExactly(1.0, 0.0, 0.0);
    }
  }

  @Test
  void aCorrectionThatBecameKnownLaterHolds() {
    try (JdbcStore store = JdbcStore.embedded(folder, false)) {
      store
          .feedback()
          .keep(
              List.of(
                  new FeedbackEvent.Outcome("a", 1, START.plusSeconds(9)),
                  new FeedbackEvent.Outcome("a", 0, START.plusSeconds(5)),
                  new FeedbackEvent.Prediction("a", "1", "{}", 0.4, START)));

      assertThat(store.feedback().joined(START, START.plus(DAY)).get(0).label()).hasValue(1);
    }
  }

  @Test
  void whatIsForgottenIsGone() {
    try (JdbcStore store = JdbcStore.embedded(folder, false)) {
      FeedbackStore feedback = store.feedback();
      feedback.keep(notes(0));
      feedback.forget("p0");
      assertThat(feedback.joined(START, START.plus(DAY))).hasSize(99);
      feedback.forgetBefore(START.plus(DAY));
      assertThat(feedback.joined(START, START.plus(DAY.multipliedBy(5)))).hasSize(200);
    }
  }

  @Test
  void notesReachTheStoreThroughTheQueue() {
    try (JdbcStore store = JdbcStore.embedded(folder, false)) {
      try (FeedbackLog log = FeedbackLog.to(store.feedback())) {
        log.outcome("x", 1, START.plus(DAY));
        log.prediction("x", "1", Map.of("dep", "SFO", "late", true, "dist", 3), 0.7, START);
        log.prediction("y", "1", Map.of(), Double.NaN, START);
        assertThat(log.dropped()).isEqualTo(1);
      }
      assertThat(store.feedback().joined(START, START.plus(DAY)).get(0).label()).hasValue(1);
    }
  }

  @Test
  void aServingThreadIsNeverHeldUpAndDropsAreCounted() throws Exception {
    CountDownLatch hang = new CountDownLatch(1);
    FeedbackLog log = FeedbackLog.to(new Stuck(hang), 10);
    for (int i = 0; i < 1000; i++) {
      log.outcome("o" + i, 1, START);
    }

    assertThat(log.dropped()).isGreaterThan(400);
    hang.countDown();
    log.close();
    log.outcome("late", 1, START);
    assertThat(log.dropped()).isEqualTo(1001);
  }

  @Test
  void whileTheStoreFailsNotesAreOnDiskAndReachItLater() throws Exception {
    Path aside = folder.resolve("aside");
    FeedbackLog log = FeedbackLog.spilling(new Stuck(new CountDownLatch(0)), aside, 50);
    int taken = 0;
    for (int i = 0; i < 2000; i++) {
      long before = log.dropped();
      log.prediction("p" + i, "1", Map.of("dist", i), 0.5, START.plusSeconds(i));
      taken += log.dropped() == before ? 1 : 0;
    }
    log.outcome("p0", 1, START.plus(DAY));
    log.close();
    Files.writeString(
        aside.resolve("feedback.spill"), "{\"id\":\"cut o", StandardOpenOption.APPEND);

    try (JdbcStore store = JdbcStore.embedded(folder.resolve("state"), false)) {
      try (FeedbackLog later = FeedbackLog.spilling(store.feedback(), aside, 50)) {
        later.outcome("p1", 1, START.plus(DAY));
      }
      assertThat(store.feedback().joined(START, START.plus(DAY))).hasSize(taken);
      assertThat(aside).isEmptyDirectory();
    }
    assertThat(log.dropped()).as("by a full queue alone").isLessThanOrEqualTo(2001 - taken);
  }

  @Test
  void whatIsForgottenWhileTheStoreFailsDoesNotComeBack() throws Exception {
    Path aside = folder.resolve("aside");
    try (JdbcStore store = JdbcStore.embedded(folder.resolve("state"), false)) {
      Outage outage = new Outage(store.feedback());
      store.feedback().keep(List.of(new FeedbackEvent.Prediction("old", "1", "{}", 0.5, START)));
      try (FeedbackLog log = FeedbackLog.spilling(outage, aside, 5_000)) {
        for (int i = 0; i < 2_000; i++) {
          log.prediction("p" + i, "1", Map.of("dist", i), 0.5, START.plusSeconds(i));
          log.outcome("p" + i, 1, START.plus(DAY));
        }
        outage.began.await();
        // what waits is forgotten, and that the rest is not yet is said
        for (String id : List.of("p3", "p1999", "old")) {
          assertThatThrownBy(() -> log.forget(id))
              .isInstanceOf(TransientFailure.class)
              .hasMessageContaining("the disk is full. Request it again");
        }
        log.outcome("p4", 1, START.plus(DAY));
      }
      assertThat(onDisk(aside)).contains("\"p4\"").doesNotContain("\"p3\"", "\"p1999\"");

      try (FeedbackLog restarted = FeedbackLog.spilling(store.feedback(), aside, 5_000)) {
        restarted.forget("old");
        restarted.forget("p5");
      }
      assertThat(store.feedback().joined(START, START.plus(DAY))).hasSize(1_997);
      assertThat(aside).isEmptyDirectory();
    }
  }

  private static String onDisk(Path folder) throws IOException {
    StringBuilder all = new StringBuilder();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        all.append(Files.readString(file));
      }
    }
    return all.toString();
  }

  @Test
  void whatIsForgottenIsGoneFromTheQueueToo() throws Exception {
    CountDownLatch hang = new CountDownLatch(1);
    try (JdbcStore store = JdbcStore.embedded(folder, false)) {
      FeedbackStore slow =
          (FeedbackStore)
              Proxy.newProxyInstance(
                  FeedbackStore.class.getClassLoader(),
                  new Class<?>[] {FeedbackStore.class},
                  (proxy, method, args) -> {
                    hang.await();
                    return method.invoke(store.feedback(), args);
                  });
      FeedbackLog log = FeedbackLog.to(slow);
      for (int i = 0; i < 1_000; i++) {
        log.prediction("p" + i, "1", Map.of(), 0.5, START.plusSeconds(i));
      }
      FutureTask<Void> forgotten = new FutureTask<>(() -> log.forget("p999"), null);
      Thread asks = new Thread(forgotten);
      asks.start();
      while (asks.getState() != Thread.State.TIMED_WAITING) {
        Thread.onSpinWait();
      }
      hang.countDown();
      forgotten.get();
      log.close();

      assertThat(store.feedback().joined(START, START.plus(DAY))).hasSize(999);
      assertThatThrownBy(() -> log.forget("p1")).hasMessageContaining("this log is closed");
    }
  }

  @Test
  void aLineThatWasCutOffCostsNoOther() throws Exception {
    Files.writeString(folder.resolve("feedback.spill"), "{\"id\":\"cut o");
    SpillFile spill = new SpillFile(folder, 5_000);
    assertThat(spill.add(List.of(new FeedbackEvent.Outcome("whole", 1, START)))).isTrue();
    try (JdbcStore store = JdbcStore.embedded(folder.resolve("state"), false)) {
      store.feedback().keep(List.of(new FeedbackEvent.Prediction("whole", "1", "{}", 0.4, START)));
      spill.drain(store.feedback(), 10);
      assertThat(store.feedback().joined(START, START.plus(DAY)).get(0).label()).hasValue(1);
    }
  }

  @Test
  void aSpillThatIsFullSaysSo() throws Exception {
    SpillFile spill = new SpillFile(folder, 150);
    FeedbackEvent note = new FeedbackEvent.Outcome("a", 1, START);

    assertThat(spill.add(List.of(note))).isTrue();
    assertThat(spill.add(List.of(note, note))).isFalse();
    List<FeedbackEvent> kept = new ArrayList<>();
    FeedbackStore store =
        new FeedbackStore() {
          @Override
          public void keep(List<FeedbackEvent> notes) {
            kept.addAll(notes);
          }

          @Override
          public List<Joined> joined(Instant from, Instant to) {
            return List.of();
          }

          @Override
          public void forget(String id) {}

          @Override
          public void forgetBefore(Instant instant) {}
        };
    spill.drain(store, 1);
    assertThat(kept).containsExactly(note);
    assertThat(spill.isEmpty()).isTrue();
    Path file = Files.writeString(folder.resolve("file"), "x");
    assertThatThrownBy(() -> FeedbackLog.spilling(store, file.resolve("x"), 5))
        .hasMessageContaining("cannot spill feedback");
    assertThat(new SpillFile(file.resolve("x"), 200).add(List.of(note))).isFalse();
  }

  /** A store that keeps nothing and forgets nothing, and says when it was first asked. */
  private record Outage(FeedbackStore store, CountDownLatch began) implements FeedbackStore {
    Outage(FeedbackStore store) {
      this(store, new CountDownLatch(1));
    }

    @Override
    public void keep(List<FeedbackEvent> notes) {
      throw fails();
    }

    private TransientFailure fails() {
      began.countDown();
      return new TransientFailure("the disk is full");
    }

    @Override
    public List<Joined> joined(Instant from, Instant to) {
      return store.joined(from, to);
    }

    @Override
    public void forget(String id) {
      throw fails();
    }

    @Override
    public void forgetBefore(Instant instant) {
      throw fails();
    }
  }

  /** A store that hangs and then fails. */
  private record Stuck(CountDownLatch hang) implements FeedbackStore {
    @Override
    public void keep(List<FeedbackEvent> notes) {
      try {
        hang.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      throw new TransientFailure("the disk is full");
    }

    @Override
    public List<Joined> joined(Instant from, Instant to) {
      return List.of();
    }

    @Override
    public void forget(String id) {}

    @Override
    public void forgetBefore(Instant instant) {}
  }

  @Test
  void regressionIsMeasuredToo() {
    try (JdbcStore store = JdbcStore.embedded(folder, false)) {
      store.feedback().keep(notes(0));
      FeedbackMetrics metrics =
          new FeedbackMetrics(
              store.feedback(), FeedbackMetrics.Kind.REGRESSION, DAY, Duration.ZERO, 0);

      assertThat(metrics.read("mae", START, START.plus(DAY))).hasSize(1);
      assertThat(metrics.read("auc", START, START.plus(DAY))).isEmpty();
      assertThatThrownBy(
              () ->
                  new FeedbackMetrics(
                      store.feedback(), FeedbackMetrics.Kind.BINARY, Duration.ZERO, DAY, 0))
          .hasMessageContaining("longer than 0");
      assertThatThrownBy(
              () -> new FeedbackMetrics(store.feedback(), FeedbackMetrics.Kind.BINARY, DAY, DAY, 2))
          .hasMessageContaining("share");
    }
  }
}
