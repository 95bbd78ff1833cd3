package dev.retrain.backend.local.endpoint;

import static dev.retrain.runtime.trigger.Triggers.flag;

import dev.retrain.api.pipeline.Pipeline;
import dev.retrain.api.registry.ApprovedModel;
import dev.retrain.api.registry.ModelVersion;
import dev.retrain.api.retraining.RetrainMode;
import dev.retrain.api.retraining.Retraining;
import dev.retrain.api.rollout.Rollout;
import dev.retrain.api.rollout.Target;
import dev.retrain.backend.local.LocalBackend;
import dev.retrain.runtime.Retrainer;
import dev.retrain.runtime.phase.RetrainingRequest;
import dev.retrain.runtime.store.JdbcStore;
import dev.retrain.spi.deploy.TrafficSplit;
import dev.retrain.spi.registry.ModelRegistry;
import dev.retrain.spi.state.StateStore;
import dev.retrain.testkit.Await;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** What one node needs to roll out over the embedded endpoint of a folder. */
final class Rolling implements AutoCloseable {

  static final String MODEL = "flights";
  static final String ENDPOINT = "demo";

  final Clock clock;
  final LocalBackend backend;
  final StateStore store;
  final Retrainer retrainer;
  private int asked;

  Rolling(Path root, Clock clock, Rollout rollout) {
    this.clock = clock;
    this.backend = LocalBackend.builder().artifactRoot(root).clock(clock).build();
    this.store = JdbcStore.embedded(root.resolve("state"));
    this.retrainer =
        Retrainer.on(backend)
            .store(store)
            .clock(clock)
            .add(
                Retraining.of(pipeline())
                    .when(flag("never"), RetrainMode.FULL)
                    .rollout(rollout)
                    .to(Target.endpoint(ENDPOINT))
                    .build())
            .build();
  }

  private static Pipeline pipeline() {
    return Pipeline.parse(
        """
        retrain: pipeline/v1
        name: flights
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
            writes: [{metrics: metrics}]
        gate:
          metrics: metrics
          conditions:
            - {type: at-least, metric: auc, threshold: 0.6}
          register:
            name: flights
            model: model
        """,
        "pipeline");
  }

  /** Registers a champion and a challenger that have passed their gates. */
  void registerTwo() {
    for (String alias : new String[] {ModelRegistry.CHAMPION, ModelRegistry.CHALLENGER}) {
      ModelVersion made =
          backend
              .registry()
              .register(
                  MODEL,
                  "run-" + alias,
                  URI.create("file:///models/" + alias),
                  Map.of(ModelVersion.GATE_TAG, "passed"));
      Optional<String> now = backend.registry().byAlias(MODEL, alias).map(ModelVersion::version);
      backend.registry().moveAlias(MODEL, alias, now, Optional.of(made.version()));
    }
  }

  /** Gives all traffic to the champion. */
  void serveChampion(EmbeddedEndpoint endpoint) {
    String champion = alias(ModelRegistry.CHAMPION).orElseThrow();
    endpoint
        .deployer()
        .prepare(ApprovedModel.from(backend.registry().version(MODEL, champion).orElseThrow()));
    Await.until(
        "version " + champion + " to be ready",
        Duration.ofMinutes(1),
        () -> endpoint.deployer().health().get(champion).ready(),
        ready -> ready);
    endpoint.deployer().route(TrafficSplit.all(champion));
  }

  void ask(RetrainingRequest.Verb verb) {
    retrainer
        .requests()
        .put(
            MODEL,
            new RetrainingRequest(
                clock.instant() + "-" + asked++,
                verb,
                RetrainMode.FULL,
                "somebody asked",
                clock.instant()));
  }

  Optional<String> alias(String alias) {
    return backend.registry().byAlias(MODEL, alias).map(ModelVersion::version);
  }

  @Override
  public void close() {
    retrainer.close();
  }
}
