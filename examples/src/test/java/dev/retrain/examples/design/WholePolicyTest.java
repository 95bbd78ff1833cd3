package dev.retrain.examples.design;

import static dev.retrain.api.metric.Margin.absolute;
import static dev.retrain.api.metric.Margin.relative;
import static dev.retrain.api.metric.Percent.percent;
import static dev.retrain.api.pipeline.Condition.atLeast;
import static dev.retrain.api.pipeline.Condition.atMost;
import static dev.retrain.api.pipeline.StandardSteps.Embargo.embargo;
import static dev.retrain.api.retraining.RetrainMode.BATCH;
import static dev.retrain.api.retraining.RetrainMode.FULL;
import static dev.retrain.api.retraining.RetrainMode.IMMEDIATE;
import static dev.retrain.api.retraining.RetrainMode.INCREMENTAL;
import static dev.retrain.api.retraining.Tag.environment;
import static dev.retrain.api.retraining.Tag.owner;
import static dev.retrain.api.rollout.RollbackRule.drop;
import static dev.retrain.api.rollout.RollbackRule.p95Above;
import static dev.retrain.api.rollout.Rollout.canary;
import static dev.retrain.runtime.evaluator.Evaluators.notWorseThanChampion;
import static dev.retrain.runtime.source.Sources.prometheus;
import static dev.retrain.runtime.trigger.Triggers.cron;
import static dev.retrain.runtime.trigger.Triggers.drift;
import static dev.retrain.runtime.trigger.Triggers.ewma;
import static dev.retrain.runtime.trigger.Triggers.flag;
import static dev.retrain.runtime.trigger.Triggers.metric;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.retrain.api.error.ConfigurationProblem;
import dev.retrain.api.pipeline.Artifact;
import dev.retrain.api.pipeline.Kind.Check;
import dev.retrain.api.pipeline.Kind.Dataset;
import dev.retrain.api.pipeline.Kind.Metrics;
import dev.retrain.api.pipeline.Kind.Model;
import dev.retrain.api.pipeline.Kind.Profile;
import dev.retrain.api.pipeline.Kind.Scores;
import dev.retrain.api.pipeline.Pipeline;
import dev.retrain.api.pipeline.Resources;
import dev.retrain.api.pipeline.Serving;
import dev.retrain.api.pipeline.StandardSteps;
import dev.retrain.api.pipeline.Step;
import dev.retrain.api.retraining.Retraining;
import dev.retrain.api.rollout.Target;
import dev.retrain.api.source.DataWindows;
import dev.retrain.runtime.Retrainer;
import dev.retrain.runtime.store.JdbcStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A whole policy as people write it, from the steps to the loop on a backend loaded by name. */
class WholePolicyTest {

  private static final String DIGEST = "@sha256:" + "a".repeat(64);

  @TempDir Path folder;
  private final DataWindows windows = DataWindows.NONE;

  private Pipeline pipeline() {
    Artifact<Dataset> raw = Artifact.dataset("raw");
    Artifact<Dataset> train = Artifact.dataset("train");
    Artifact<Dataset> holdout = Artifact.dataset("holdout");
    Artifact<Profile> profile = Artifact.profile("profile");
    Artifact<Check> valid = Artifact.check("valid");
    Artifact<Model> model = Artifact.model("model");
    Artifact<Model> champion = Artifact.champion();
    Artifact<Metrics> metrics = Artifact.metrics("metrics");
    Artifact<Scores> scores = Artifact.scores("scores");
    return Pipeline.named("flight-delays")
        .parameter("week", "2001-W05")
        .step(StandardSteps.ingest("ingest", "flights.parquet").parameters("week").writes(raw))
        .step(StandardSteps.profile("profile").reads(raw).writes(profile))
        .step(
            StandardSteps.validate("validate", "flights.schema.json").reads(profile).writes(valid))
        .step(
            StandardSteps.split("split")
                .byTime("date", embargo(Duration.ofDays(1)))
                .reads(raw, valid)
                .writes(train, holdout))
        .step(
            Step.train("train", "acme/flights-train" + DIGEST)
                .command("java", "-jar", "/app/train.jar")
                .reads(train, champion)
                .writes(model)
                .hyperparameters(Map.of("depth", 6))
                .on(Resources.cpu(4).memory("8Gi")))
        .step(
            Step.evaluate("evaluate", "acme/flights-eval" + DIGEST)
                .command("java", "-jar", "/app/evaluate.jar")
                .reads(holdout, model, champion)
                .writes(metrics, scores))
        .when(
            metrics,
            atLeast("auc", 0.60).and(atMost("drift.ks", 0.05)),
            approved ->
                approved
                    .register("flight-delays", model)
                    .servedBy(Serving.image("acme/flights-serve" + DIGEST).predictPath("/predict")))
        .build();
  }

  private Retraining flights() {
    return Retraining.of(pipeline())
        .tags(owner("risk"), environment("prod"))
        .data(windows)
        .metrics(prometheus("http://127.0.0.1:9"))
        .when(cron("0 3 * * *"), BATCH)
        .when(metric("auc").below(0.60).forConsecutive(Duration.ofHours(3)), IMMEDIATE)
        .when(drift().smoothed(ewma(0.3)).hysteresis(2, 2), INCREMENTAL)
        .when(flag("force_retrain"), FULL)
        .cooldown(Duration.ofDays(1))
        .budget(8, Duration.ofDays(30))
        .promoteIf(notWorseThanChampion("auc", absolute(0.005)).confidence(0.95))
        .rollout(
            canary(percent(5))
                .observe(Duration.ofMinutes(30))
                .rollbackIf(drop("accuracy", relative(0.05)), p95Above(Duration.ofMillis(100))))
        .to(Target.endpoint("flights-prod"))
        .build();
  }

  @Test
  void runsOnABackendThatIsLoadedByItsName() throws Exception {
    Path settings = Files.writeString(folder.resolve("local.yaml"), "artifactRoot: runs\n");
    try (Retrainer retrainer =
        Retrainer.on("local", settings)
            .store(JdbcStore.embedded(folder.resolve("retrain-state")))
            .add(flights())
            .build()) {
      assertThat(retrainer.tick()).hasSize(1);
      assertThat(retrainer.phase("flight-delays")).isEqualTo("idle");
    }
  }

  @Test
  void namesTheBackendsThereAreWhenThatOneIsMissing() throws Exception {
    Path settings = Files.writeString(folder.resolve("moon.yaml"), "{}\n");

    Retrainer.Builder unknown =
        Retrainer.on("moon", settings).store(JdbcStore.embedded(folder.resolve("retrain-state")));

    assertThatThrownBy(unknown::build)
        .isInstanceOf(ConfigurationProblem.class)
        .hasMessageContaining("there is no backend 'moon' on the class path: found [")
        .hasMessageContaining("local");
  }
}
