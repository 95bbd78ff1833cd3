package dev.retrain.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retrain.api.registry.ApprovedModel;
import dev.retrain.api.registry.ModelVersion;
import dev.retrain.api.retraining.RetrainMode;
import dev.retrain.api.rollout.Target;
import dev.retrain.backend.local.LocalBackend;
import dev.retrain.runtime.Retrainer;
import dev.retrain.runtime.phase.RetrainingRequest;
import dev.retrain.runtime.store.JdbcStore;
import dev.retrain.spi.deploy.TrafficSplit;
import dev.retrain.spi.registry.ModelRegistry;
import dev.retrain.testkit.FakeDeployer;
import dev.retrain.testkit.SettableClock;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** People at a terminal, while a node rolls out what a retraining made. */
class RolloutOperationsTest {

  private static final Path PIPELINE =
      Path.of("../examples/pipelines/minimal.yaml").toAbsolutePath().normalize();

  @TempDir Path folder;
  private final SettableClock clock = SettableClock.at("2001-01-01T00:00:00Z");
  private final FakeDeployer target = new FakeDeployer();
  private LocalBackend backend;
  private JdbcStore store;
  private Retrainer node;

  @BeforeEach
  void rollsOut() throws Exception {
    write("retrain.yaml", "{store: state, backend: {name: local}, retrainings: [policy.yaml]}");
    write("local.yaml", "artifactRoot: runs\n");
    write(
        "policy.yaml",
        """
        retrain: retraining/v1
        pipeline: %s
        when: [{trigger: {type: flag, name: never}, mode: full}]
        rollout:
          strategy: {type: canary, stages: [5, 50]}
          rollbackIf: [{type: error-rate-rise, margin: {type: absolute, amount: 0.01}}]
        to: {type: endpoint, name: prices}
        """
            .formatted(PIPELINE));
    backend = LocalBackend.builder().artifactRoot(folder.resolve("runs")).clock(clock).build();
    store = Stores.open(folder.resolve("state").toString());
    node =
        Retrainer.on(backend)
            .store(store)
            .clock(clock)
            .deployer(Target.endpoint("prices"), target)
            .add(OperatingConfig.read(folder.resolve("retrain.yaml")).policies().get(0))
            .build();
    target.prepare(ApprovedModel.from(registered(ModelRegistry.CHAMPION)));
    target.route(TrafficSplit.all("1"));
    registered(ModelRegistry.CHALLENGER);
    node.requests()
        .put(
            "minimal",
            RequestSubmission.of(
                RetrainingRequest.Verb.PROMOTE, RetrainMode.FULL, "go", Optional.empty()));
    for (int i = 0; i < 4; i++) {
      minute();
    }
  }

  private Path write(String name, String text) throws Exception {
    return Files.writeString(folder.resolve(name), text);
  }

  private ModelVersion registered(String alias) {
    ModelRegistry registry = backend.registry();
    ModelVersion made =
        registry.register(
            "minimal",
            "run-" + alias,
            URI.create("file:///models/" + alias),
            Map.of(ModelVersion.GATE_TAG, "passed"));
    Optional<String> now = registry.byAlias("minimal", alias).map(ModelVersion::version);
    registry.moveAlias("minimal", alias, now, Optional.of(made.version()));
    return registry.version("minimal", made.version()).orElseThrow();
  }

  private void minute() {
    target.answered("1", 950, 9, Duration.ofMillis(20));
    if (target.health().containsKey("2")) {
      target.answered("2", 50, 1, Duration.ofMillis(30));
    }
    clock.advance(Duration.ofMinutes(1));
    node.tick();
  }

  @AfterEach
  void close() {
    node.close();
  }

  private InProcess.Result request(String... flags) {
    return retrain(Stream.of("deploy-canary", "--endpoint", "prices"), flags);
  }

  private String status(String... flags) {
    return retrain(Stream.of("status"), flags).out();
  }

  private InProcess.Result retrain(Stream<String> command, String... flags) {
    Stream<String> config = Stream.of("--config", folder.resolve("retrain.yaml").toString());
    return InProcess.retrain(
        Stream.of(command, config, Stream.of(flags))
            .flatMap(words -> words)
            .toArray(String[]::new));
  }

  @Test
  void statusPrintsTheLastStateOfTheRules() {
    assertThat(status())
        .contains("rolling-out")
        .containsPattern(
            "Rollout of minimal, version 2 over 1: stage 1 of 2, 5 %, observed at 2001")
        .containsPattern("version 1: \\d+ requests, 0.95 % errors, p95")
        .containsPattern("version 2: \\d+ requests, 2.00 % errors, p95")
        .containsPattern("error rate .*\\(continue\\)");
    assertThat(status("--output-format", "json"))
        .contains("\"stage\" : \"stage 1 of 2, 5 %\"", "\"pValue\" : ", "\"errors\" : ");
  }

  @Test
  void pausesResumesAndRollsBackTheRolloutOfARetraining() {
    InProcess.Result paused = request("--pause", "--reason", "a look at the logs");
    assertThat(paused.exitCode()).as(paused.err()).isZero();
    assertThat(paused.out()).contains("requested: minimal, pause", "The next tick answers");
    minute();
    assertThat(status()).contains("stage 1 of 2, 5 %, held");

    assertThat(request("--resume").exitCode()).isZero();
    minute();
    assertThat(status()).doesNotContain("held");

    assertThat(request("--abort").exitCode()).isZero();
    minute();
    minute();
    assertThat(target.split()).contains(TrafficSplit.all("1"));
    InProcess.Result late = request("--abort");
    assertThat(late.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(late.err()).contains("no rollout is in progress on prices");
  }

  @Test
  void promotesTheRolloutOfARetraining() {
    assertThat(request("--promote").exitCode()).isZero();
    minute();
    minute();
    assertThat(target.split()).contains(TrafficSplit.all("2"));
    assertThat(status()).contains("idle").doesNotContain("Rollout of");
  }
}
