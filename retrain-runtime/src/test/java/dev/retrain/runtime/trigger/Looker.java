package dev.retrain.runtime.trigger;

import dev.retrain.api.registry.ModelVersion;
import dev.retrain.api.retraining.Signal;
import dev.retrain.api.retraining.Trigger;
import dev.retrain.api.retraining.TriggerContext;
import dev.retrain.api.source.DataWindows;
import dev.retrain.api.source.FlagSource;
import dev.retrain.api.source.MetricSource;
import dev.retrain.testkit.FixedFlags;
import dev.retrain.testkit.FixedMetrics;
import dev.retrain.testkit.FixedWindows;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Asks one trigger again and again, as the loop would. */
final class Looker implements TriggerContext {

  final FixedMetrics metrics = new FixedMetrics();
  final FixedFlags flags = new FixedFlags();
  final FixedWindows windows = new FixedWindows();
  Instant now = Instant.parse("2001-01-01T00:00:00Z");
  Optional<ModelVersion> champion = Optional.empty();
  Optional<Instant> since = Optional.empty();
  Optional<Instant> lastLook = Optional.empty();
  private final Trigger trigger;
  private Optional<String> memory = Optional.empty();

  Looker(Trigger trigger) {
    this.trigger = trigger;
  }

  Signal look() {
    return trigger.check(this);
  }

  Signal look(Duration later) {
    now = now.plus(later);
    return look();
  }

  /** Measures a metric now and looks. */
  Signal measure(Duration later, String metric, double value) {
    now = now.plus(later);
    metrics.put(metric, now, value);
    return look();
  }

  @Override
  public String retraining() {
    return "test";
  }

  @Override
  public Instant now() {
    return now;
  }

  @Override
  public Optional<Instant> lastLook() {
    return lastLook;
  }

  @Override
  public Optional<ModelVersion> champion() {
    return champion;
  }

  @Override
  public Optional<Instant> championSince() {
    return since;
  }

  @Override
  public MetricSource metrics() {
    return metrics;
  }

  @Override
  public DataWindows data() {
    return windows;
  }

  @Override
  public FlagSource flags() {
    return flags;
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
