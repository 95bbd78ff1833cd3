package dev.retrain.sequential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.retrain.spi.deploy.LatencyHistogram;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class QuantileTest {
  private static final List<Double> BOUNDS = LatencyCounts.logSpaced(1, 1000, 1.1);
  private static final QuantileLimit LIMIT = new QuantileLimit(0.95, 100, 0.05);
  private static final QuantileRatio RATIO = new QuantileRatio(0.95, 1.5, 1.5, 0.05);

  @Test
  void spacesBoundsByTheFactor() {
    assertThat(BOUNDS.get(0)).isEqualTo(1);
    assertThat(BOUNDS.get(1)).isEqualTo(1.1);
    assertThat(BOUNDS.get(BOUNDS.size() - 1)).isBetween(1000.0, 1100.0);
    assertThat(LatencyCounts.logSpaced(1, 8, 2)).containsExactly(1.0, 2.0, 4.0, 8.0);
  }

  @Test
  void takesTheBucketsOfATarget() {
    long[] counts = new long[LatencyHistogram.BUCKETS];
    counts[LatencyHistogram.bucket(Duration.ofMillis(80))] = 7;
    LatencyCounts histogram = LatencyCounts.of(LatencyHistogram.of(counts));
    assertThat(histogram.total()).isEqualTo(7);
    assertThat(histogram.quantile(0.5)).isCloseTo(80, within(10.0));
  }

  @Test
  void interpolatesQuantiles() {
    LatencyCounts histogram = new LatencyCounts(List.of(1.0, 2.0, 4.0), List.of(0L, 50L, 40L, 10L));
    assertThat(histogram.quantile(0.5)).isCloseTo(2, within(1e-12));
    assertThat(histogram.quantile(0.7)).isCloseTo(2 * Math.sqrt(2), within(1e-12));
    assertThat(histogram.quantile(0.95)).isInfinite();
    assertThat(LatencyCounts.empty(BOUNDS).quantile(0.5)).isNaN();
  }

  @Test
  void noRequestsAreNoData() {
    assertThat(LIMIT.read(LIMIT.start()).outcome()).isEqualTo(TestOutcome.NO_DATA);
    var state = LIMIT.observe(LIMIT.start(), LatencyCounts.empty(BOUNDS));
    assertThat(LIMIT.read(state).outcome()).isEqualTo(TestOutcome.NO_DATA);
    assertThat(RATIO.read(RATIO.start()).outcome()).isEqualTo(TestOutcome.NO_DATA);
    var oneSided = new Arms<>(latencies(10, 100, 1), LatencyCounts.empty(BOUNDS));
    assertThat(RATIO.read(RATIO.observe(RATIO.start(), oneSided)).outcome())
        .isEqualTo(TestOutcome.NO_DATA);
  }

  @Test
  void findsAQuantileAboveTheLimitAndBelow() {
    assertThat(read(latencies(80, 4000, 1)).outcome()).isEqualTo(TestOutcome.HARMFUL);
    TestReading fast = read(latencies(20, 4000, 1));
    assertThat(fast.outcome()).isEqualTo(TestOutcome.HARMLESS);
    assertThat(fast.interval().contains(fast.estimate())).isTrue();
    assertThat(fast.interval().upper()).isLessThan(100);
    assertThat(read(latencies(80, 10, 1)).outcome()).isEqualTo(TestOutcome.CONTINUE);
  }

  @Test
  void limitInsideABucketFavoursTheCanary() {
    LatencyCounts within = new LatencyCounts(List.of(50.0, 200.0), List.of(500L, 500L, 0L));
    assertThat(read(within).outcome()).isEqualTo(TestOutcome.CONTINUE);
    LatencyCounts beyond = new LatencyCounts(List.of(50.0, 200.0), List.of(500L, 0L, 500L));
    assertThat(read(beyond).outcome()).isEqualTo(TestOutcome.HARMFUL);
  }

  @Test
  void comparesWithTheChampionByTheFactor() {
    assertThat(ratio(latencies(40, 4500, 1), latencies(40, 85500, 2)).outcome())
        .isEqualTo(TestOutcome.HARMLESS);
    TestReading slow = ratio(latencies(80, 4500, 1), latencies(40, 85500, 2));
    assertThat(slow.outcome()).isEqualTo(TestOutcome.HARMFUL);
    assertThat(slow.estimate()).isCloseTo(2, within(0.2));
    assertThat(slow.interval().lower()).isGreaterThan(1.5);
    assertThat(slow.pValue()).isBetween(0.005, 0.006);
  }

  @Test
  void unknownChampionQuantileShowsNothing() {
    TestReading reading = ratio(latencies(80, 4500, 1), latencies(40, 5, 2));
    assertThat(reading.outcome()).isEqualTo(TestOutcome.CONTINUE);
    assertThat(reading.interval().lower()).isZero();
  }

  @Test
  void repeatsHarmlesslyAndKnowsCountsThatFell() {
    LatencyCounts seen = latencies(40, 4500, 1);
    var once = LIMIT.observe(LIMIT.start(), seen);
    assertThat(LIMIT.observe(once, seen)).isEqualTo(once);
    var fell = LIMIT.observe(once, latencies(40, 20, 1));
    assertThat(LIMIT.read(fell).outcome()).isEqualTo(TestOutcome.NO_DATA);
    var both = RATIO.observe(RATIO.start(), new Arms<>(seen, seen));
    assertThat(RATIO.observe(both, new Arms<>(seen, seen))).isEqualTo(both);
    var bothFell = RATIO.observe(both, new Arms<>(latencies(40, 20, 1), seen));
    assertThat(RATIO.read(bothFell).outcome()).isEqualTo(TestOutcome.NO_DATA);
  }

  @Test
  void refusesWhatMakesNoSense() {
    var once = LIMIT.observe(LIMIT.start(), latencies(40, 10, 1));
    LatencyCounts other = new LatencyCounts(List.of(5.0), List.of(1L, 2L));
    assertThatThrownBy(() -> LIMIT.observe(once, other))
        .hasMessageContaining("bounds must not change");
    assertThatThrownBy(() -> new LatencyCounts(List.of(1.0), List.of(1L)))
        .hasMessageContaining("do not match");
    assertThatThrownBy(() -> new LatencyCounts(List.of(2.0, 1.0), List.of(1L, 1L, 1L)))
        .hasMessageContaining("ascend");
    assertThatThrownBy(() -> new LatencyCounts(List.of(2.0), List.of(1L, -1L)))
        .hasMessageContaining("negative");
    assertThatThrownBy(() -> LatencyCounts.logSpaced(0, 1, 2)).hasMessageContaining("log-spaced");
    assertThatThrownBy(() -> new QuantileLimit(1, 100, 0.05)).hasMessageContaining("quantile");
    assertThatThrownBy(() -> new QuantileRatio(0.95, 2, 1, 0.05)).hasMessageContaining("tolerated");
    assertThatThrownBy(() -> new ConfidenceInterval(2, 1)).hasMessageContaining("must not exceed");
  }

  private static TestReading read(LatencyCounts histogram) {
    return LIMIT.read(LIMIT.observe(LIMIT.start(), histogram));
  }

  private static TestReading ratio(LatencyCounts canary, LatencyCounts champion) {
    return RATIO.read(RATIO.observe(RATIO.start(), new Arms<>(canary, champion)));
  }

  /** Log-normal with sigma 0.5. */
  private static LatencyCounts latencies(double median, int requests, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    long[] counts = new long[BOUNDS.size() + 1];
    for (int i = 0; i < requests; i++) {
      double latency = median * Math.exp(0.5 * random.nextGaussian());
      int bucket = 0;
      while (bucket < BOUNDS.size() && latency > BOUNDS.get(bucket)) {
        bucket++;
      }
      counts[bucket]++;
    }
    return new LatencyCounts(BOUNDS, new ArrayList<>(Arrays.stream(counts).boxed().toList()));
  }
}
