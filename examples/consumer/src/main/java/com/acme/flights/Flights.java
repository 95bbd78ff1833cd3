package com.acme.flights;

import static dev.retrain.api.metric.Margin.absolute;
import static dev.retrain.api.pipeline.Condition.atLeast;
import static dev.retrain.api.pipeline.Condition.notWorseThanChampion;

import dev.retrain.spi.backend.Backends;
import dev.retrain.spi.backend.Plan;
import dev.retrain.spi.backend.TranslatorProvider;
import dev.retrain.api.pipeline.Artifact;
import dev.retrain.api.pipeline.Kind.Dataset;
import dev.retrain.api.pipeline.Kind.Metrics;
import dev.retrain.api.pipeline.Kind.Model;
import dev.retrain.api.pipeline.Pipeline;
import dev.retrain.api.pipeline.Step;

/** Describes a pipeline and asks the local backend what it would do with it. */
public final class Flights {

  private static final String IMAGE = "acme/flights@sha256:" + "a".repeat(64);

  private Flights() {}

  static Pipeline pipeline() {
    Artifact<Dataset> train = Artifact.dataset("train");
    Artifact<Dataset> holdout = Artifact.dataset("holdout");
    Artifact<Model> model = Artifact.model("model");
    Artifact<Metrics> metrics = Artifact.metrics("metrics");
    return Pipeline.named("flights")
        .step(Step.process("prepare", IMAGE).command("prepare").writes(train, holdout))
        .step(Step.train("train", IMAGE).command("train").reads(train).writes(model))
        .step(
            Step.evaluate("evaluate", IMAGE)
                .command("evaluate")
                .reads(holdout, model)
                .writes(metrics))
        .when(
            metrics,
            atLeast("auc", 0.6).and(notWorseThanChampion("auc", absolute(0.005))),
            approved -> approved.register("flights", model))
        .build();
  }

  static Plan plan() {
    TranslatorProvider local =
        Backends.translator("local", Flights.class.getClassLoader());
    return local.translator(local.placeholderSettings()).plan(pipeline());
  }

  public static void main(String[] args) {
    plan().steps().forEach(step -> System.out.println(step.step() + ": " + step.becomes()));
  }
}
