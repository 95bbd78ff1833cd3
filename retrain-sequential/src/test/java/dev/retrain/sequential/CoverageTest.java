package dev.retrain.sequential;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retrain.api.metric.Direction;
import dev.retrain.api.metric.Margin;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Intervals hold the truth at all looks together, as often as they say. */
class CoverageTest {
  private static final int RUNS = 400;
  private static final int LOOKS = 20;
  private static final double ALPHA = 0.1;

  /** Three standard errors above what both bounds together may miss. */
  private static final double ALLOWED =
      2 * ALPHA + 3 * Math.sqrt(2 * ALPHA * (1 - 2 * ALPHA) / RUNS);

  private final SplittableRandom random = new SplittableRandom(11);

  @Test
  void differenceOfRates() {
    ProportionDifference test =
        new ProportionDifference(
            Direction.LOWER_IS_BETTER, Margin.absolute(0), Margin.absolute(0), ALPHA);
    assertThat(missRate(() -> missesDifference(test))).isBetween(0.001, ALLOWED);
  }

  @Test
  void quantile() {
    QuantileLimit test = new QuantileLimit(0.9, 0.5, ALPHA);
    assertThat(missRate(() -> missesQuantile(test))).isBetween(0.001, ALLOWED);
  }

  @Test
  void differenceOfMeans() {
    MeanDifference test =
        new MeanDifference(
            Direction.HIGHER_IS_BETTER,
            Margin.absolute(0),
            Margin.absolute(0),
            new Dispersion.Estimated(100),
            ALPHA);
    assertThat(missRate(() -> missesMean(test))).isBetween(0.001, ALLOWED);
  }

  private static double missRate(Supplier<Boolean> missed) {
    int misses = 0;
    for (int i = 0; i < RUNS; i++) {
      misses += missed.get() ? 1 : 0;
    }
    return (double) misses / RUNS;
  }

  private boolean missesDifference(ProportionDifference test) {
    EventCount canary = EventCount.ZERO;
    EventCount champion = EventCount.ZERO;
    var state = test.start();
    boolean missed = false;
    for (int look = 0; look < LOOKS; look++) {
      canary = more(canary, 60, 0.13);
      champion = more(champion, 540, 0.10);
      state = test.observe(state, new Arms<>(canary, champion));
      missed |= !test.read(state).interval().contains(0.03);
    }
    return missed;
  }

  private boolean missesQuantile(QuantileLimit test) {
    List<Double> bounds = new ArrayList<>();
    for (int i = 1; i < 1000; i++) {
      bounds.add(i / 1000.0);
    }
    Long[] counts = LatencyCounts.empty(bounds).counts().toArray(Long[]::new);
    var state = test.start();
    boolean missed = false;
    for (int look = 0; look < LOOKS; look++) {
      for (int i = 0; i < 50; i++) {
        counts[(int) (random.nextDouble() * 1000)]++;
      }
      state = test.observe(state, new LatencyCounts(bounds, List.of(counts)));
      missed |= !test.read(state).interval().contains(0.9);
    }
    return missed;
  }

  private boolean missesMean(MeanDifference test) {
    SampleMoments canary = SampleMoments.ZERO;
    SampleMoments champion = SampleMoments.ZERO;
    var state = test.start();
    boolean missed = false;
    for (int look = 0; look < LOOKS; look++) {
      canary = more(canary, 60, 1);
      champion = more(champion, 540, 1.2);
      state = test.observe(state, new Arms<>(canary, champion));
      missed |= !test.read(state).interval().contains(0.2);
    }
    return missed;
  }

  private EventCount more(EventCount count, int rows, double rate) {
    int events = 0;
    for (int i = 0; i < rows; i++) {
      events += random.nextDouble() < rate ? 1 : 0;
    }
    return new EventCount(count.events() + events, count.total() + rows);
  }

  /** Exponential, skewed as revenue is. */
  private SampleMoments more(SampleMoments moments, int rows, double mean) {
    double sum = moments.sum();
    double squares = moments.sumOfSquares();
    for (int i = 0; i < rows; i++) {
      double value = random.nextExponential() * mean;
      sum += value;
      squares += value * value;
    }
    return new SampleMoments(moments.rows() + rows, sum, squares);
  }
}
