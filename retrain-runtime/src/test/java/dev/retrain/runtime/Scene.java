package dev.retrain.runtime;

import static dev.retrain.api.metric.Percent.percent;
import static dev.retrain.api.rollout.RollbackRule.errorRateAbove;
import static dev.retrain.api.rollout.Rollout.canary;

import dev.retrain.api.metric.Fraction;
import dev.retrain.api.pipeline.Pipeline;
import dev.retrain.api.registry.ModelVersion;
import dev.retrain.api.retraining.Decision;
import dev.retrain.api.retraining.Decision.Kind;
import dev.retrain.api.retraining.Retraining;
import dev.retrain.api.rollout.Rollout;
import dev.retrain.api.rollout.Target;
import dev.retrain.spi.state.StateStore;
import dev.retrain.testkit.FakeBackend;
import dev.retrain.testkit.FakeDeployer;
import dev.retrain.testkit.FixedFlags;
import dev.retrain.testkit.FixedMetrics;
import dev.retrain.testkit.InMemoryStateStore;
import dev.retrain.testkit.SettableClock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A loop over fakes, on the first of January 2001. */
public final class Scene {

  public static final String NAME = "delays";
  public static final Target ENDPOINT = Target.endpoint("delays-prod");

  public final SettableClock clock = SettableClock.at("2001-01-01T00:00:00Z");
  public final FakeBackend backend = new FakeBackend(clock);
  public final FixedMetrics metrics = new FixedMetrics();
  public final FixedFlags flags = new FixedFlags();
  public final StateStore store;
  public Retrainer retrainer;

  public Scene(Retraining.Builder policy) {
    this(policy, new InMemoryStateStore());
  }

  public Scene(Retraining.Builder policy, StateStore store) {
    this.store = store;
    this.retrainer =
        Retrainer.on(backend)
            .store(store)
            .clock(clock)
            .flags(flags)
            .adoptEvery(Duration.ZERO)
            .add(policy.metrics(metrics).build())
            .build();
  }

  public static Pipeline pipeline(String name) {
    return pipeline(name, name);
  }

  static Pipeline pipeline(String name, String model) {
    return Pipeline.parse(
        """
        retrain: pipeline/v1
        name: %s
        steps:
          - name: train
            kind: train
            image: acme/train@sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
            command: [train]
            writes: [{model: model}]
          - name: evaluate
            kind: evaluate
            image: acme/evaluate@sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
            command: [evaluate]
            reads: [model]
            writes: [{metrics: metrics}, {scores: scores}]
        gate:
          metrics: metrics
          conditions:
            - {type: at-least, metric: auc, threshold: 0.6}
          register:
            name: %s
            model: model
        """
            .formatted(name, model),
        "pipeline");
  }

  /** A policy without triggers, rolled out at once by moving the alias. */
  public static Retraining.Builder policy() {
    return Retraining.of(pipeline(NAME));
  }

  /** A canary at 5 % for half an hour, which may pass without traffic. */
  public static Rollout carefully() {
    return canary(percent(5))
        .observe(Duration.ofMinutes(30))
        .whenNoTraffic(Rollout.WhenNoTraffic.PROCEED)
        .rollbackIf(errorRateAbove(new Fraction(0.05)));
  }

  public List<Decision> tick() {
    return retrainer.tick();
  }

  /** Moves the clock and ticks, again and again. */
  public void every(Duration step, int times) {
    for (int i = 0; i < times; i++) {
      clock.advance(step);
      tick();
    }
  }

  public FakeDeployer endpoint() {
    return backend.fakeDeployer(ENDPOINT);
  }

  public Optional<String> alias(String alias) {
    return backend.registry().byAlias(NAME, alias).map(ModelVersion::version);
  }

  public String phase() {
    return retrainer.phase(NAME);
  }

  public List<Decision> log() {
    return store.history(NAME, 0).stream().map(StateStore.LogEntry::decision).toList();
  }

  /** The kinds of all decisions but holds, in order. */
  public List<Kind> kinds() {
    return log().stream().map(Decision::kind).filter(kind -> kind != Kind.HOLD).toList();
  }

  public Decision last(Kind kind) {
    List<Decision> found = log().stream().filter(d -> d.kind() == kind).toList();
    return found.get(found.size() - 1);
  }

  /** Puts the first version live through a run that a flag asks for. */
  public Scene withChampion() {
    flags.set("force_retrain", false);
    tick();
    flags.set("force_retrain", true);
    tick();
    every(Duration.ofMinutes(1), 3);
    return this;
  }
}
