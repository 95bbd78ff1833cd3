package dev.retrain.runtime.backtest;

import dev.retrain.api.metric.MetricValue;
import dev.retrain.api.registry.ModelVersion;
import dev.retrain.api.retraining.Signal;
import dev.retrain.api.retraining.Trigger;
import dev.retrain.api.retraining.TriggerContext;
import dev.retrain.api.source.DataWindows;
import dev.retrain.api.source.FlagSource;
import dev.retrain.api.source.MetricPoint;
import dev.retrain.api.source.MetricSource;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.LongFunction;

/**
 * How often a trigger fires on metrics that only vary by chance: each around its recorded median,
 * normally, as widely as neighbours differ in the record, independently of the others. The trigger
 * is the real one, asked at the real intervals, over simulated quarters.
 */
final class ChanceFirings {

  private static final int QUARTERS = 25;
  private static final Duration QUARTER = Duration.ofDays(91);
  private static final long SEED = 20010101;

  private final History history;

  ChanceFirings(History history) {
    this.history = history;
  }

  /** Times a quarter; a stretch of looks that fire counts once. */
  double perQuarter(Trigger trigger) {
    return perQuarter(seed -> trigger);
  }

  /** Returns the same for a trigger that draws numbers itself, from the seed of a quarter. */
  double perQuarter(LongFunction<Trigger> ofSeed) {
    int firings = 0;
    for (int quarter = 0; quarter < QUARTERS; quarter++) {
      long seed = SEED + quarter;
      firings += quarter(ofSeed.apply(seed << 32), new Chance(new SplittableRandom(seed)));
    }
    return firings / (double) QUARTERS;
  }

  private int quarter(Trigger trigger, Chance metrics) {
    Look look = new Look(metrics);
    int firings = 0;
    boolean before = false;
    for (Instant now = history.from();
        now.isBefore(history.from().plus(QUARTER));
        now = now.plus(history.every())) {
      look.at(now);
      boolean fires = trigger.check(look) instanceof Signal.Fire;
      firings += fires && !before ? 1 : 0;
      before = fires;
    }
    return firings;
  }

  /** Draws each metric the first time it is read. */
  private final class Chance implements MetricSource {
    private final SplittableRandom random;
    private final Map<String, NavigableMap<Instant, MetricPoint>> drawn = new HashMap<>();

    Chance(SplittableRandom random) {
      this.random = random;
    }

    @Override
    public List<MetricPoint> read(String metric, Instant after, Instant upTo) {
      return List.copyOf(
          drawn
              .computeIfAbsent(metric, this::draw)
              .subMap(after, false, after.isAfter(upTo) ? after : upTo, true)
              .values());
    }

    private NavigableMap<Instant, MetricPoint> draw(String metric) {
      NavigableMap<Instant, MetricPoint> points = new TreeMap<>();
      SplittableRandom own = random.split();
      MetricNoise.of(history.metrics(), metric, history.from(), history.to())
          .ifPresent(noise -> fill(points, noise, own));
      return points;
    }

    /** Begins before the quarter, so that a trigger that looks back finds something. */
    private void fill(
        NavigableMap<Instant, MetricPoint> points, MetricNoise noise, SplittableRandom own) {
      Instant end = history.from().plus(QUARTER);
      for (Instant at = history.from().minus(QUARTER);
          at.isBefore(end);
          at = at.plus(noise.every())) {
        double value = noise.median() + noise.deviation() * own.nextGaussian();
        points.put(at, new MetricPoint(at, MetricValue.of(value)));
      }
    }
  }

  private static final class Look implements TriggerContext {
    private final MetricSource metrics;
    private Instant now = Instant.EPOCH;
    private Optional<Instant> before = Optional.empty();
    private Optional<String> memory = Optional.empty();

    Look(MetricSource metrics) {
      this.metrics = metrics;
    }

    void at(Instant time) {
      before = now.equals(Instant.EPOCH) ? Optional.empty() : Optional.of(now);
      now = time;
    }

    @Override
    public String retraining() {
      return "chance";
    }

    @Override
    public Instant now() {
      return now;
    }

    @Override
    public Optional<Instant> lastLook() {
      return before;
    }

    @Override
    public Optional<ModelVersion> champion() {
      return Optional.empty();
    }

    @Override
    public Optional<Instant> championSince() {
      return Optional.empty();
    }

    @Override
    public MetricSource metrics() {
      return metrics;
    }

    @Override
    public DataWindows data() {
      return DataWindows.NONE;
    }

    @Override
    public FlagSource flags() {
      return FlagSource.NONE;
    }

    @Override
    public Optional<String> recall() {
      return memory;
    }

    @Override
    public void remember(String text) {
      memory = Optional.of(text);
    }
  }
}
