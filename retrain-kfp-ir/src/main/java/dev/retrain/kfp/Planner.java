package dev.retrain.kfp;

import dev.retrain.api.pipeline.Execution;
import dev.retrain.api.pipeline.Gate;
import dev.retrain.api.pipeline.Pipeline;
import dev.retrain.api.pipeline.Program;
import dev.retrain.api.pipeline.SearchTrials;
import dev.retrain.api.pipeline.Step;
import dev.retrain.spi.backend.Capability;
import dev.retrain.spi.backend.CapabilityUse;
import dev.retrain.spi.backend.Plan;
import dev.retrain.spi.backend.Preflight;
import dev.retrain.spi.backend.StepPlans;
import dev.retrain.spi.backend.Support;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Says, step by step, what a service would do with a pipeline. */
final class Planner {

  private static final Support NOTHING_SPECIAL = Support.natively("container task");

  private final Service service;
  private final Pipeline pipeline;

  Planner(Service service, Pipeline pipeline) {
    this.service = service;
    this.pipeline = pipeline;
  }

  Plan plan(Preflight preflight) {
    return StepPlans.plan(service.name(), pipeline, preflight, this::step, this::gate);
  }

  private Plan.StepPlan step(Step step) {
    Execution execution = step.task().execution();
    Map<Capability, Support> features =
        StepPlans.features(CapabilityUse.of(step), service.capabilities());
    return new Plan.StepPlan(
        step.name(),
        StepPlans.kind(step),
        step.accept(BECOMES),
        StepPlans.weakest(features, NOTHING_SPECIAL),
        features,
        service.resources(execution),
        image(step.task().program()),
        pipeline.identityOf(step).or(service::identity),
        StepPlans.hints(execution, service.name()),
        notes(step));
  }

  private Plan.StepPlan gate(Gate gate) {
    Map<Capability, Support> features =
        StepPlans.features(StepPlans.needs(gate), service.capabilities());
    return new Plan.StepPlan(
        "gate",
        "gate",
        "task gate, then a graph with register under a condition",
        StepPlans.weakest(features, NOTHING_SPECIAL),
        features,
        service.resources(StandardTasks.PLAIN),
        service.place().stepsImage(),
        pipeline.identity().or(service::identity),
        Map.of(),
        List.of("registers in " + service.place().registry()));
  }

  private String image(Program program) {
    return program instanceof Program.Container container
        ? container.image()
        : service.place().stepsImage();
  }

  private static List<String> notes(Step step) {
    List<String> notes = new ArrayList<>();
    step.task()
        .execution()
        .cache()
        .ifPresent(
            cache -> notes.add("the age of a cached result (" + cache.maxAge() + ") is not kept"));
    return notes;
  }

  private static final Step.Visitor<String> BECOMES =
      new Step.Visitor<>() {
        @Override
        public String process(Step.Process step) {
          return "container task";
        }

        @Override
        public String train(Step.Train step) {
          return "container task";
        }

        @Override
        public String tune(Step.Tune step) {
          return step.search()
              .map(
                  search ->
                      SearchTrials.of(search).size()
                          + " container tasks, "
                          + search.parallelism()
                          + " at once, and the best of them")
              .orElse("container task");
        }

        @Override
        public String evaluate(Step.Evaluate step) {
          return "container task";
        }
      };
}
