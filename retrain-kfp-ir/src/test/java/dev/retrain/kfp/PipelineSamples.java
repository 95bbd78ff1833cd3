package dev.retrain.kfp;

import static dev.retrain.api.pipeline.Condition.atLeast;
import static dev.retrain.api.pipeline.Condition.atMost;

import dev.retrain.api.metric.Metric;
import dev.retrain.api.pipeline.Arg;
import dev.retrain.api.pipeline.Artifact;
import dev.retrain.api.pipeline.Kind;
import dev.retrain.api.pipeline.Parameter;
import dev.retrain.api.pipeline.Pipeline;
import dev.retrain.api.pipeline.Range;
import dev.retrain.api.pipeline.Resources;
import dev.retrain.api.pipeline.Retry;
import dev.retrain.api.pipeline.Search;
import dev.retrain.api.pipeline.SecretRef;
import dev.retrain.api.pipeline.StandardSteps;
import dev.retrain.api.pipeline.Step;
import java.time.Duration;
import java.util.Map;

/** Pipelines for tests. */
public final class PipelineSamples {

  public static final String DIGEST = "@sha256:" + "0".repeat(64);
  private static final Artifact<Kind.Dataset> RAW = Artifact.dataset("raw");
  private static final Artifact<Kind.Dataset> TRAIN = Artifact.dataset("train-rows");
  private static final Artifact<Kind.Dataset> HOLDOUT = Artifact.dataset("holdout");
  private static final Artifact<Kind.Model> MODEL = Artifact.model("model");
  private static final Artifact<Kind.Metrics> METRICS = Artifact.metrics("metrics");

  private PipelineSamples() {}

  /** A gate that reads what two steps write. */
  public static Pipeline gatedByDrift() {
    Artifact<Kind.Metrics> shift = Artifact.metrics("shift");
    return Pipeline.named("gated")
        .step(Step.train("train", "acme/train" + DIGEST).command("train").writes(MODEL))
        .step(
            Step.evaluate("evaluate", "acme/evaluate" + DIGEST)
                .command("evaluate")
                .reads(MODEL)
                .writes(METRICS))
        .step(Step.process("drift", "acme/drift" + DIGEST).command("drift").writes(shift))
        .when(
            METRICS,
            atLeast("auc", 0.6).or(atMost("drift.ks", 0.05).from(shift)),
            approved -> approved.register("flights", MODEL))
        .build();
  }

  /** A gate, and one training profile. */
  public static Pipeline profiled() {
    return Pipeline.named("profiled")
        .step(
            Step.process("look", "acme/look" + DIGEST)
                .command("look")
                .writes(TRAIN, Artifact.profile("profile")))
        .step(
            Step.train("train", "acme/train" + DIGEST).command("train").reads(TRAIN).writes(MODEL))
        .step(
            Step.evaluate("evaluate", "acme/evaluate" + DIGEST)
                .command("evaluate")
                .reads(MODEL)
                .writes(METRICS))
        .when(METRICS, atLeast("auc", 0.6), approved -> approved.register("flights", MODEL))
        .build();
  }

  /** Ingest, split, train, evaluate, gate; with what a step can ask for. */
  public static Pipeline trained() {
    return Pipeline.named("flights")
        .parameter("week", "2001-W05")
        .parameter("depth", 6L)
        .parameter("rate", 0.1)
        .parameter("fast", true)
        .tag("owner", "risk")
        .step(
            StandardSteps.ingest("ingest", "flights.csv")
                .parameters("week", "data_version")
                .writes(RAW))
        .step(StandardSteps.split("split").random(0.2, 7).reads(RAW).writes(TRAIN, HOLDOUT))
        .step(
            Step.train("train", "acme/train" + DIGEST)
                .command("train", "--verbose")
                .reads(TRAIN, Artifact.champion())
                .writes(MODEL)
                .parameters("depth", "rate", "fast", "retrain_mode", "sample")
                .hyperparameters(Map.of("leaves", 31, "loss", "it's \"l1\""))
                .on(Resources.cpu(1.5).memory("1Gi"))
                .environment("MODE", "full")
                .secret("STORE_LOGIN", SecretRef.secret("store"))
                .retry(Retry.attempts(3))
                .timeout(Duration.ofHours(2))
                .cachedFor(Duration.ofDays(7)))
        .step(
            Step.evaluate("evaluate", "acme/evaluate" + DIGEST)
                .command("evaluate")
                .reads(HOLDOUT, MODEL, Artifact.champion())
                .writes(METRICS)
                .args(
                    Arg.text("-d"),
                    Arg.in(HOLDOUT),
                    Arg.text("-m"),
                    Arg.in(MODEL),
                    Arg.in(Artifact.champion()),
                    Arg.text("-o"),
                    Arg.out(METRICS)))
        .when(METRICS, atLeast("auc", 0.6), approved -> approved.register("flights", MODEL))
        .build();
  }

  /** A search over four trials, two at a time. */
  public static Pipeline tuned() {
    Artifact<Kind.Metrics> trial = Artifact.metrics("trial-metrics");
    Search search =
        Search.over(Map.of("depth", Range.intBetween(2, 8)), Metric.AUC)
            .strategy(Search.Strategy.GRID)
            .trials(4, 2);
    return Pipeline.named("tuned")
        .step(StandardSteps.ingest("ingest", "flights.csv").writes(RAW))
        .step(StandardSteps.split("split").random(0.2, 7).reads(RAW).writes(TRAIN, HOLDOUT))
        .step(
            Step.tune("tune", "acme/train" + DIGEST, search)
                .command("train")
                .reads(TRAIN)
                .writes(MODEL, trial)
                .hyperparameters(Map.of("leaves", 31)))
        .step(
            Step.evaluate("evaluate", "acme/evaluate" + DIGEST)
                .command("evaluate")
                .reads(HOLDOUT, MODEL, trial)
                .writes(METRICS))
        .build();
  }

  /** A chain of steps. */
  public static Pipeline chain(int length) {
    Pipeline.Builder builder =
        Pipeline.named("chain").parameter(Parameter.required("size", Parameter.Type.INTEGER));
    Artifact<Kind.Dataset> before = Artifact.dataset("data-0");
    builder.step(
        Step.process("step-0", "acme/step" + DIGEST)
            .command("run")
            .parameters("size")
            .writes(before));
    for (int i = 1; i < length; i++) {
      Artifact<Kind.Dataset> next = Artifact.dataset("data-" + i);
      builder.step(
          Step.process("step-" + i, "acme/step" + DIGEST)
              .command("run")
              .reads(before)
              .writes(next)
              .retry(Retry.attempts(2))
              .on(Resources.cpu(2).memory("4Gi")));
      before = next;
    }
    return builder.build();
  }
}
