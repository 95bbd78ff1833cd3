package dev.retrain.backend.azure;

import dev.retrain.api.pipeline.Execution;
import dev.retrain.api.pipeline.Gate;
import dev.retrain.api.pipeline.Search;
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

  private final Parts parts;

  Planner(Parts parts) {
    this.parts = parts;
  }

  Plan plan(Preflight preflight) {
    return StepPlans.plan(
        AzureTranslatorProvider.NAME, parts.pipeline(), preflight, this::plan, this::plan);
  }

  private Plan.StepPlan plan(Step step) {
    Execution execution = step.task().execution();
    Map<Capability, Support> features =
        StepPlans.features(CapabilityUse.of(step), AzureCapabilities.ALL);
    String becomes = step.accept(BECOMES);
    return new Plan.StepPlan(
        step.name(),
        StepPlans.kind(step),
        becomes,
        StepPlans.weakest(features, Support.natively(becomes)),
        features,
        resources(execution),
        parts.images().of(step.task().program()),
        execution.identity().or(parts::identity),
        StepPlans.hints(execution, AzureTranslatorProvider.NAME),
        notes(step));
  }

  private Plan.StepPlan plan(Gate gate) {
    Map<Capability, Support> features =
        StepPlans.features(StepPlans.needs(gate), AzureCapabilities.ALL);
    Map<String, String> resources = new TreeMap<>();
    resources.put("compute", parts.settings().compute().orElse("serverless"));
    return new Plan.StepPlan(
        GateTranslator.STEP,
        GateTranslator.STEP,
        "command component that judges and registers",
        StepPlans.weakest(features, Support.natively("command component")),
        features,
        resources,
        parts.images().steps(),
        parts.identity(),
        Map.of(),
        List.of(
            "registers in " + parts.workspace().registry(),
            "ends well either way; what it decided stands in its output decision"));
  }

  private Map<String, String> resources(Execution execution) {
    Map<String, String> resources = new TreeMap<>();
    Optional<String> cluster = parts.machines().cluster(execution);
    resources.put("machine", parts.machines().size(execution).orElse("none is enough"));
    resources.put("machines", Integer.toString(execution.resources().nodes()));
    resources.put("compute", cluster.orElse("serverless"));
    if (execution.resources().spotAllowed()) {
      resources.put("capacity", cluster.isEmpty() ? "spot" : "as the cluster has it");
    }
    return resources;
  }

  private List<String> notes(Step step) {
    List<String> notes = new ArrayList<>();
    Execution execution = step.task().execution();
    parts
        .machines()
        .cluster(execution)
        .ifPresent(
            cluster ->
                notes.add("runs on the machines of " + cluster + ", whatever their size is"));
    if (execution.retry().attempts() > 1) {
      notes.add("the program is started again in the same container");
    }
    execution.cache().ifPresent(cache -> notes.add("runs again in every run"));
    execution
        .secrets()
        .keySet()
        .forEach(
            variable ->
                notes.add(
                    AzureNames.secretVariable(variable) + " holds the address of the secret"));
    if (step instanceof Step.Tune tune) {
      tune.search().ifPresent(search -> addNotes(search, notes));
    }
    return notes;
  }

  private static void addNotes(Search search, List<String> notes) {
    notes.add("what the best trial wrote lies where the service puts it");
    notes.add("the program must log " + search.objective().name() + " to MLflow");
    search
        .earlyStopping()
        .ifPresent(stop -> notes.add("all trials run: nothing ends a search early"));
  }

  private static final Step.Visitor<String> BECOMES =
      new Step.Visitor<>() {
        @Override
        public String process(Step.Process step) {
          return "command component";
        }

        @Override
        public String train(Step.Train step) {
          return "command component";
        }

        @Override
        public String tune(Step.Tune step) {
          return step.search().isPresent() ? "sweep over a command component" : "command component";
        }

        @Override
        public String evaluate(Step.Evaluate step) {
          return "command component";
        }
      };
}
