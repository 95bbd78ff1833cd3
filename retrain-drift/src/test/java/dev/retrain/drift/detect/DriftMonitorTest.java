package dev.retrain.drift.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.retrain.drift.data.BooleanColumn;
import dev.retrain.drift.data.ColumnRole;
import dev.retrain.drift.data.Dataset;
import dev.retrain.drift.data.NumericColumn;
import dev.retrain.drift.profile.Profile;
import dev.retrain.drift.stat.KsTest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class DriftMonitorTest {

  @org.junit.jupiter.api.io.TempDir java.nio.file.Path folder;

  @Test
  void aFileIsMeasuredInBatchesAsByAMonitor() {
    Dataset current = Samples.dataset(2, 30_000, 0.2);
    java.nio.file.Path file = folder.resolve("current.csv");
    current.writeCsv(file);
    DriftMonitor monitor = DriftMonitor.on(reference, MonitorWindow.tumbling(30_000), clock);
    feed(monitor, current);
    WindowMeasures counted = reference.measure(monitor.poll().orElseThrow());
    WindowMeasures streamed = reference.measure(file, data.readOptions().blockBytes(4096));
    assertThat(streamed.features()).isEqualTo(counted.features());
    assertThat(streamed.currentRows()).isEqualTo(30_000);
  }

  private final Dataset data = Samples.dataset(1, 20_000, 0);
  private final FrozenReference reference = FrozenReference.of(data);
  private final SettableClock clock = new SettableClock();

  private static final class SettableClock extends Clock {
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");

    void advance(Duration by) {
      now = now.plus(by);
    }

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }

  private void feed(DriftMonitor monitor, Dataset rows) {
    double[] x = rows.numeric("x").array();
    for (int i = 0; i < x.length; i++) {
      monitor.observe(new double[] {x[i]}, rows.categorical("c").value(i));
    }
  }

  @Test
  void measuresWhatTheDetectorMeasuresOnTheSameRows() {
    DriftMonitor monitor = DriftMonitor.on(reference, MonitorWindow.tumbling(3000), clock);
    Dataset current = Samples.dataset(2, 3000, 0.2);
    feed(monitor, current);
    WindowMeasures counted = reference.measure(monitor.poll().orElseThrow());
    WindowMeasures exact =
        DriftDetector.against(data, DriftPolicy.standard()).with(Detail.DECISION).measure(current);
    Distribution.Numeric left = (Distribution.Numeric) exact.features().get(0).distribution();
    Distribution.Numeric right = (Distribution.Numeric) counted.features().get(0).distribution();
    assertThat(right.psi().orElseThrow().value())
        .isCloseTo(left.psi().orElseThrow().value(), within(1e-12));
    KsTest atEdges = right.ks().orElseThrow();
    double gap = left.ks().orElseThrow().statistic() - atEdges.statistic();
    assertThat(gap).isBetween(0.0, atEdges.statisticError());
    assertThat(atEdges.statisticError()).isLessThan(0.012);
    Distribution.Categorical cells =
        (Distribution.Categorical) counted.features().get(1).distribution();
    Distribution.Categorical same =
        (Distribution.Categorical) exact.features().get(1).distribution();
    assertThat(cells.chiSquare()).isEqualTo(same.chiSquare());
    assertThat(DriftPolicy.standard().judge(counted).drifted()).containsExactly("x");
  }

  @Test
  void closesAWindowAfterExactlySoManyRows() {
    DriftMonitor monitor = DriftMonitor.on(reference, MonitorWindow.tumbling(100), clock);
    feed(monitor, Samples.dataset(3, 99, 0));
    assertThat(monitor.poll()).isEmpty();
    feed(monitor, Samples.dataset(4, 151, 0));
    assertThat(monitor.poll().orElseThrow().rows()).isEqualTo(100);
    assertThat(monitor.poll().orElseThrow().rows()).isEqualTo(100);
    assertThat(monitor.poll()).isEmpty();
  }

  @Test
  void slidesByRows() {
    DriftMonitor monitor = DriftMonitor.on(reference, MonitorWindow.sliding(3, 100), clock);
    feed(monitor, Samples.dataset(3, 500, 0));
    List<WindowCounts> windows = new ArrayList<>();
    for (var next = monitor.poll(); next.isPresent(); next = monitor.poll()) {
      windows.add(next.get());
    }
    assertThat(windows).hasSize(3).allMatch(window -> window.rows() == 300);
  }

  @Test
  void closesWindowsByTheClockAndSkipsEmptySpans() {
    DriftMonitor monitor =
        DriftMonitor.on(reference, MonitorWindow.tumbling(Duration.ofMinutes(5)), clock);
    Instant start = clock.instant();
    feed(monitor, Samples.dataset(3, 50, 0));
    assertThat(monitor.poll()).isEmpty();
    clock.advance(Duration.ofMinutes(12));
    feed(monitor, Samples.dataset(4, 20, 0));
    WindowCounts first = monitor.poll().orElseThrow();
    assertThat(first.rows()).isEqualTo(50);
    assertThat(first.from()).isEqualTo(start);
    assertThat(first.to()).isEqualTo(start.plus(Duration.ofMinutes(5)));
    clock.advance(Duration.ofMinutes(3));
    assertThat(monitor.poll().orElseThrow().rows()).isEqualTo(20);
  }

  @Test
  void slidesByTime() {
    DriftMonitor monitor =
        DriftMonitor.on(reference, MonitorWindow.sliding(2, Duration.ofMinutes(1)), clock);
    for (int minute = 0; minute < 3; minute++) {
      feed(monitor, Samples.dataset(minute, 10, 0));
      clock.advance(Duration.ofMinutes(1));
    }
    assertThat(monitor.poll().orElseThrow().rows()).isEqualTo(20);
    assertThat(monitor.poll().orElseThrow().rows()).isEqualTo(20);
    assertThat(monitor.poll()).isEmpty();
  }

  @Test
  void mergesNodesIntoWhatOneWouldHaveCounted() {
    Dataset rows = Samples.dataset(5, 2000, 0.1);
    DriftMonitor one = DriftMonitor.on(reference, MonitorWindow.tumbling(1200), clock);
    DriftMonitor two =
        DriftMonitor.on(FrozenReference.of(data), MonitorWindow.tumbling(800), clock);
    DriftMonitor all = DriftMonitor.on(reference, MonitorWindow.tumbling(2000), clock);
    feed(one, rows.slice(0, 1200));
    feed(two, rows.slice(1200, 2000));
    feed(all, rows);
    WindowCounts shipped = WindowCounts.fromJson(two.poll().orElseThrow().toJson());
    WindowCounts merged = one.poll().orElseThrow().merge(shipped);
    assertThat(merged).isEqualTo(all.poll().orElseThrow());
  }

  @Test
  void losesNoRowBetweenThreads() throws InterruptedException {
    DriftMonitor monitor = DriftMonitor.on(reference, MonitorWindow.tumbling(20_000), clock);
    List<Thread> threads = new ArrayList<>();
    for (int t = 0; t < 4; t++) {
      SplittableRandom random = new SplittableRandom(t);
      threads.add(
          new Thread(
              () -> {
                for (int i = 0; i < 25_000; i++) {
                  monitor.observe(new double[] {random.nextDouble()}, "a");
                }
              }));
    }
    threads.forEach(Thread::start);
    for (Thread thread : threads) {
      thread.join();
    }
    long rows = 0;
    int windows = 0;
    for (var next = monitor.poll(); next.isPresent(); next = monitor.poll()) {
      WindowCounts window = next.get();
      rows += window.rows();
      windows++;
      assertThat(window.features().get("x").rows()).isEqualTo(window.rows());
    }
    assertThat(windows).isEqualTo(5);
    assertThat(rows).isBetween(100_000L - 8, 100_000L);
    assertThat(monitor.lost()).isZero();
  }

  @Test
  void takesRowsByName() {
    DriftMonitor monitor = DriftMonitor.on(reference, MonitorWindow.tumbling(3), clock);
    Map<String, Object> gap = new HashMap<>();
    gap.put("x", null);
    monitor.observe(Map.of("x", 1, "c", "a", "other", "ignored"));
    monitor.observe(gap);
    monitor.observe(Map.of("x", 2.5, "c", "never seen"));
    WindowCounts window = monitor.poll().orElseThrow();
    assertThat(window.features().get("x").missing()).isEqualTo(1);
    assertThat(window.features().get("c").missing()).isEqualTo(1);
    long[] cells = window.features().get("c").counts();
    assertThat(cells[cells.length - 1]).isEqualTo(1);
    assertThat(monitor.reference()).isSameAs(reference);
  }

  @Test
  void keepsTheNewestWindowsNobodyPolls() {
    DriftMonitor monitor = DriftMonitor.on(reference, MonitorWindow.tumbling(1), clock);
    feed(monitor, Samples.dataset(3, 70, 0));
    assertThat(monitor.lost()).isEqualTo(6);
  }

  @Test
  void freezesTheBinsOfAProfileToo() {
    FrozenReference sketched = FrozenReference.of(Profile.of(data));
    DriftMonitor monitor = DriftMonitor.on(sketched, MonitorWindow.tumbling(3000), clock);
    Dataset current = Samples.dataset(2, 3000, 0.2);
    feed(monitor, current);
    WindowMeasures counted = sketched.measure(monitor.poll().orElseThrow());
    Distribution.Numeric right = (Distribution.Numeric) counted.features().get(0).distribution();
    WindowMeasures exact =
        DriftDetector.against(data, DriftPolicy.standard()).with(Detail.DECISION).measure(current);
    Distribution.Numeric left = (Distribution.Numeric) exact.features().get(0).distribution();
    assertThat(right.psi().orElseThrow().value())
        .isCloseTo(left.psi().orElseThrow().value(), within(1e-12));
    assertThat(right.ks().orElseThrow().statistic())
        .isCloseTo(
            left.ks().orElseThrow().statistic(), within(right.ks().orElseThrow().statisticError()));
  }

  @Test
  void freezesBooleansConstantsAndEmptyColumns() {
    Dataset odd =
        Dataset.of(
                Map.of(
                    "flag", BooleanColumn.of(true, false, true),
                    "constant", NumericColumn.of(4, 4, 4),
                    "none", NumericColumn.of(Double.NaN, Double.NaN, Double.NaN),
                    "secret", NumericColumn.of(1, 2, 3),
                    "id", NumericColumn.of(1, 2, 3)))
            .withRole("secret", ColumnRole.SENSITIVE)
            .withRole("id", ColumnRole.ID);
    FrozenReference exact = FrozenReference.of(odd);
    FrozenReference sketched = FrozenReference.of(Profile.of(odd));
    assertThat(exact.numericFeatures()).containsExactlyInAnyOrder("constant", "none");
    assertThat(sketched.numericFeatures()).containsExactlyInAnyOrder("constant", "none");
    for (FrozenReference each : List.of(exact, sketched)) {
      DriftMonitor monitor = DriftMonitor.on(each, MonitorWindow.tumbling(1), clock);
      monitor.observe(Map.of("flag", true, "constant", 5));
      WindowMeasures measures = each.measure(monitor.poll().orElseThrow());
      for (FeatureMeasures feature : measures.features()) {
        if (feature.name().equals("constant")) {
          assertThat(((Distribution.Numeric) feature.distribution()).ks().orElseThrow().statistic())
              .isEqualTo(1);
        } else if (feature.name().equals("none")) {
          assertThat(feature.distribution().undefined()).isPresent();
        }
      }
    }
  }

  @Test
  void refusesWhatDoesNotFit() {
    DriftMonitor monitor = DriftMonitor.on(reference, MonitorWindow.tumbling(1), clock);
    assertThatThrownBy(() -> monitor.observe(new double[2]))
        .hasMessageContaining("1 numbers and 1 categories");
    assertThatThrownBy(() -> MonitorWindow.tumbling(0)).hasMessageContaining("one or more");
    feed(monitor, Samples.dataset(1, 1, 0));
    WindowCounts window = monitor.poll().orElseThrow();
    FrozenReference other = FrozenReference.of(Samples.dataset(2, 500, 0));
    WindowCounts foreign =
        new WindowCounts(other.fingerprint(), window.from(), window.to(), 0, window.features());
    assertThatThrownBy(() -> other.measure(window)).hasMessageContaining("counted over reference");
    assertThatThrownBy(() -> window.merge(foreign)).hasMessageContaining("cannot merge");
    WindowCounts less =
        new WindowCounts(
            window.reference(), window.from(), window.to(), window.rows(), new TreeMap<>());
    assertThatThrownBy(() -> window.merge(less)).hasMessageContaining("cannot merge");
    assertThatThrownBy(() -> WindowCounts.fromJson("[")).hasMessageContaining("no window counts");
    assertThatThrownBy(() -> WindowCounts.fromJson("{}")).hasMessageContaining("version none");
  }
}
