package dev.retrain.backend.sagemaker;

import dev.retrain.api.pipeline.Condition;
import dev.retrain.api.pipeline.Execution;
import dev.retrain.api.pipeline.Gate;
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
import java.util.Optional;
import java.util.TreeMap;

/** Says, step by step, what the service would do with a pipeline. */
final class Planner {

  private final JobParts parts;

  Planner(JobParts parts) {
    this.parts = parts;
  }

  Plan plan(Preflight preflight) {
    return StepPlans.plan(
        SageMakerTranslatorProvider.NAME, parts.pipeline(), preflight, this::plan, this::plan);
  }

  private Plan.StepPlan plan(Step step) {
    Map<Capability, Support> features =
        StepPlans.features(CapabilityUse.of(step), SageMakerCapabilities.ALL);
    String becomes = step.accept(BECOMES);
    return new Plan.StepPlan(
        step.name(),
        StepPlans.kind(step),
        becomes,
        StepPlans.weakest(features, Support.natively(becomes)),
        features,
        resources(step),
        parts.images().of(step.task().program()),
        Optional.of(parts.role(step)),
        StepPlans.hints(step.task().execution(), SageMakerTranslatorProvider.NAME),
        notes(step));
  }

  private Plan.StepPlan plan(Gate gate) {
    Map<Capability, Support> features =
        StepPlans.features(StepPlans.needs(gate), SageMakerCapabilities.ALL);
    Map<String, String> resources = new TreeMap<>();
    gate.registration()
        .serving()
        .flatMap(serving -> parts.instances().of(serving.resources(), false))
        .ifPresent(instance -> resources.put("serving machine", instance));
    return new Plan.StepPlan(
        "gate",
        "gate",
        "Condition, RegisterModel, Fail",
        StepPlans.weakest(features, Support.natively("Condition")),
        features,
        resources,
        gate.registration()
            .serving()
            .map(serving -> parts.images().complete(serving.image()))
            .orElse(""),
        Optional.empty(),
        Map.of(),
        gateNotes(gate));
  }

  private List<String> gateNotes(Gate gate) {
    List<String> notes = new ArrayList<>();
    notes.add(
        "registers in the model package group "
            + gate.registration().modelName()
            + " with status "
            + parts.settings().approval().word());
    gate.condition().parts().stream()
        .filter(Condition.NotWorseThanChampion.class::isInstance)
        .map(Condition.NotWorseThanChampion.class::cast)
        .forEach(
            part ->
                notes.add(
                    parts.locations().writer(gate.metrics().name()).name()
                        + " must write "
                        + part.gainMetric()));
    return notes;
  }

  private Map<String, String> resources(Step step) {
    Execution execution = step.task().execution();
    boolean training = StepLimits.isTraining(step);
    Map<String, String> resources = new TreeMap<>();
    resources.put("machine", parts.instances().of(execution, training).orElse("none is enough"));
    resources.put("machines", Integer.toString(execution.resources().nodes()));
    resources.put("volume", parts.volumeGiB(execution) + " GiB");
    resources.put("limit", parts.maxRuntimeSeconds(execution) + " s");
    if (execution.resources().spotAllowed()) {
      resources.put("capacity", training ? "spot" : "on demand");
    }
    return resources;
  }

  private static List<String> notes(Step step) {
    List<String> notes = new ArrayList<>();
    Execution execution = step.task().execution();
    if (execution.retry().attempts() > 1) {
      notes.add("a program that exits with an error is not started again");
    }
    if (StepLimits.isTraining(step) && !step.task().wiring().hyperparameters().isEmpty()) {
      notes.add("the file of hyperparameters holds every value as a text");
    }
    if (step instanceof Step.Tune tune && tune.search().isPresent()) {
      notes.add(
          "the image's own program train is started; it finds its command in RETRAIN_COMMAND");
      notes.add("the objective is read from the log: metrics.json must be printed");
    }
    if (execution.resources().spotAllowed() && !StepLimits.isTraining(step)) {
      notes.add("processing jobs have no spot capacity");
    }
    execution
        .secrets()
        .keySet()
        .forEach(
            variable ->
                notes.add(
                    SageMakerNames.secretVariable(variable) + " holds the ARN of the secret"));
    return notes;
  }

  private static final Step.Visitor<String> BECOMES =
      new Step.Visitor<>() {
        @Override
        public String process(Step.Process step) {
          return "Processing step";
        }

        @Override
        public String train(Step.Train step) {
          return "Training step";
        }

        @Override
        public String tune(Step.Tune step) {
          return step.search().isPresent() ? "Tuning step" : "Training step";
        }

        @Override
        public String evaluate(Step.Evaluate step) {
          return "Processing step";
        }
      };
}
