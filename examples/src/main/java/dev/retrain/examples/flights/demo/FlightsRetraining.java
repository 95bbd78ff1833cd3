package dev.retrain.examples.flights.demo;

import static dev.retrain.api.metric.Fraction.fraction;
import static dev.retrain.api.metric.Margin.absolute;
import static dev.retrain.api.metric.Margin.relative;
import static dev.retrain.api.metric.Percent.percent;
import static dev.retrain.api.pipeline.Condition.atLeast;
import static dev.retrain.api.pipeline.Condition.atMost;
import static dev.retrain.api.pipeline.Condition.notWorseThanChampion;
import static dev.retrain.api.pipeline.StandardSteps.Embargo.embargo;
import static dev.retrain.api.retraining.RetrainMode.BATCH;
import static dev.retrain.api.retraining.RetrainMode.FULL;
import static dev.retrain.api.retraining.RetrainMode.IMMEDIATE;
import static dev.retrain.api.retraining.RetrainMode.INCREMENTAL;
import static dev.retrain.api.retraining.Tag.environment;
import static dev.retrain.api.retraining.Tag.owner;
import static dev.retrain.api.rollout.RollbackRule.drop;
import static dev.retrain.api.rollout.RollbackRule.errorRateAbove;
import static dev.retrain.api.rollout.RollbackRule.p95Above;
import static dev.retrain.api.rollout.Rollout.canary;
import static dev.retrain.runtime.trigger.Triggers.cron;
import static dev.retrain.runtime.trigger.Triggers.drift;
import static dev.retrain.runtime.trigger.Triggers.flag;
import static dev.retrain.runtime.trigger.Triggers.metric;

import dev.retrain.api.pipeline.Artifact;
import dev.retrain.api.pipeline.Kind.Check;
import dev.retrain.api.pipeline.Kind.Dataset;
import dev.retrain.api.pipeline.Kind.Metrics;
import dev.retrain.api.pipeline.Kind.Model;
import dev.retrain.api.pipeline.Kind.Profile;
import dev.retrain.api.pipeline.Pipeline;
import dev.retrain.api.pipeline.StandardSteps;
import dev.retrain.api.pipeline.Step;
import dev.retrain.api.retraining.Retraining;
import dev.retrain.api.rollout.Target;
import dev.retrain.api.source.DataWindows;
import dev.retrain.api.source.MetricSource;
import java.time.Duration;
import java.util.Map;

/** Which flights will be late, and by how many minutes: two models and when they are retrained. */
public final class FlightsRetraining {

  /** The endpoint of the model that predicts late flights. */
  public static final Target ENDPOINT = Target.endpoint("flights-prod");

  static final String TRAIN = "acme/flights-train@sha256:" + "1".repeat(64);
  static final String EVALUATE = "acme/flights-evaluate@sha256:" + "2".repeat(64);
  static final String MINUTES_TRAIN = "acme/minutes-train@sha256:" + "3".repeat(64);
  static final String MINUTES_EVALUATE = "acme/minutes-evaluate@sha256:" + "4".repeat(64);

  private FlightsRetraining() {}

  // tag::pipeline[]
  /** Reads all weeks so far, checks them, trains, and compares with the champion. */
  public static Pipeline late() {
    Artifact<Dataset> raw = Artifact.dataset("raw");
    Artifact<Dataset> train = Artifact.dataset("train");
    Artifact<Dataset> holdout = Artifact.dataset("holdout");
    Artifact<Profile> profile = Artifact.profile("profile");
    Artifact<Check> valid = Artifact.check("valid");
    Artifact<Model> model = Artifact.model("model");
    Artifact<Model> champion = Artifact.champion();
    Artifact<Metrics> metrics = Artifact.metrics("metrics");

    return Pipeline.named("flight-delays")
        .parameter("week", "2001-W05")
        .parameter("planted", "none")
        .step(StandardSteps.ingest("ingest", "history/{week}").parameters("week").writes(raw))
        .step(StandardSteps.profile("profile").reads(raw).writes(profile))
        .step(
            StandardSteps.validate("validate", "flights.schema.json").reads(profile).writes(valid))
        .step(
            StandardSteps.split("split")
                .byTime("departure", embargo(Duration.ofDays(1)), 0.1)
                .reads(raw, valid)
                .writes(train, holdout))
        .step(
            Step.train("train", TRAIN)
                .command("train")
                .reads(train, champion)
                .writes(model)
                .parameters("retrain_mode", "planted")
                .hyperparameters(Map.of("trees", 40, "seed", 1)))
        .step(
            Step.evaluate("evaluate", EVALUATE)
                .command("evaluate")
                .reads(holdout, model, champion)
                .writes(metrics))
        .when(
            metrics,
            atLeast("auc", 0.58)
                .and(atMost("log_loss", 0.65))
                .and(notWorseThanChampion("auc", absolute(0.02))),
            approved -> approved.register("flight-delays", model))
        .build();
  }

  // end::pipeline[]

  // tag::retraining[]
  /**
   * Returns the policy: when the model deserves retraining, and how a new version may reach
   * production.
   */
  public static Retraining retraining(DataWindows windows, MetricSource live) {
    return Retraining.of(late())
        .tags(owner("risk"), environment("demo"))
        .data(windows)
        .metrics(live)
        .when(cron("0 3 1 * *"), BATCH)
        .when(metric("calibration_error").above(0.06), IMMEDIATE)
        .when(drift(), INCREMENTAL)
        .when(flag("force_retrain"), FULL)
        .cooldown(Duration.ofDays(6))
        .budget(10, Duration.ofDays(90))
        .rollout(
            canary(percent(5), percent(25), percent(50))
                .observe(Duration.ofMinutes(30))
                .checkEvery(Duration.ofMinutes(5))
                .minimumRequests(50)
                .rollbackIf(
                    errorRateAbove(fraction(0.05)),
                    drop("accuracy", relative(0.05)),
                    p95Above(Duration.ofMillis(250))))
        .to(ENDPOINT)
        .build();
  }

  // end::retraining[]

  /** Returns the policy of the second model: the delay itself, in minutes, scored in batches. */
  public static Retraining minutes() {
    Artifact<Dataset> raw = Artifact.dataset("raw");
    Artifact<Dataset> train = Artifact.dataset("train");
    Artifact<Dataset> holdout = Artifact.dataset("holdout");
    Artifact<Model> model = Artifact.model("model");
    Artifact<Metrics> metrics = Artifact.metrics("metrics");
    Pipeline pipeline =
        Pipeline.named("flight-minutes")
            .parameter("week", "2001-W05")
            .step(StandardSteps.ingest("ingest", "history/{week}").parameters("week").writes(raw))
            .step(
                StandardSteps.split("split")
                    .byTime("departure", embargo(Duration.ofDays(1)), 0.1)
                    .reads(raw)
                    .writes(train, holdout))
            .step(
                Step.train("train", MINUTES_TRAIN)
                    .command("train")
                    .reads(train, Artifact.champion())
                    .writes(model)
                    .parameters("retrain_mode"))
            .step(
                Step.evaluate("evaluate", MINUTES_EVALUATE)
                    .command("evaluate")
                    .reads(holdout, model, Artifact.champion())
                    .writes(metrics))
            .when(
                metrics,
                atMost("mae", 25).and(notWorseThanChampion("mae", relative(0.02))),
                approved -> approved.register("flight-minutes", model))
            .build();
    return Retraining.of(pipeline)
        .tags(owner("risk"), environment("demo"))
        .when(flag("minutes"), FULL)
        .to(Target.registryAlias("flight-minutes"))
        .build();
  }
}
