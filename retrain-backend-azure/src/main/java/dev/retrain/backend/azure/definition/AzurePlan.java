package dev.retrain.backend.azure.definition;

import dev.retrain.api.pipeline.Execution;
import dev.retrain.api.pipeline.Gate;
import dev.retrain.api.pipeline.Program;
import dev.retrain.api.pipeline.Search;
import dev.retrain.api.pipeline.Step;
import dev.retrain.spi.backend.Capabilities;
import dev.retrain.translation.PlanDetails;
import dev.retrain.translation.SecretVariables;
import dev.retrain.translation.TrialTasks;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Describes, step by step, what the service would do with a pipeline. */
final class AzurePlan implements PlanDetails {

  private final RequestContext parts;

  AzurePlan(RequestContext parts) {
    this.parts = parts;
  }

  @Override
  public String backend() {
    return AzureTranslator.NAME;
  }

  @Override
  public Capabilities capabilities() {
    return AzureCapabilities.ALL;
  }

  @Override
  public String becomes(Step step) {
    return TrialTasks.search(step).isPresent()
        ? "sweep over a command component"
        : "command component";
  }

  @Override
  public String image(Program program) {
    return parts.images().of(program);
  }

  @Override
  public Optional<String> identity(Step step) {
    return step.task().execution().identity().or(parts::identity);
  }

  @Override
  public GateDetails gate(Gate gate) {
    return new GateDetails(
        "command component that judges and registers",
        "command component",
        Map.of("compute", parts.settings().compute().orElse("serverless")),
        parts.images().steps(),
        parts.identity(),
        List.of(
            "registers in " + parts.workspace().registry(),
            "exits with 0 in both cases; its output decision holds the verdict"));
  }

  @Override
  public Map<String, String> resources(Step step) {
    Execution execution = step.task().execution();
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

  @Override
  public List<String> notes(Step step) {
    List<String> notes = new ArrayList<>();
    Execution execution = step.task().execution();
    parts
        .machines()
        .cluster(execution)
        .ifPresent(
            cluster ->
                notes.add("runs on the machines of " + cluster + ", regardless of their size"));
    if (execution.retry().attempts() > 1) {
      notes.add("the program is started again in the same container");
    }
    execution.cache().ifPresent(cache -> notes.add("runs again in every run"));
    execution
        .secrets()
        .keySet()
        .forEach(
            variable ->
                notes.add(SecretVariables.address(variable) + " holds the address of the secret"));
    TrialTasks.search(step).ifPresent(search -> addNotes(search, notes));
    return notes;
  }

  private static void addNotes(Search search, List<String> notes) {
    notes.add("what the best trial wrote lies where the service puts it");
    notes.add("the program must log " + search.objective().name() + " to MLflow");
    search
        .earlyStopping()
        .ifPresent(stop -> notes.add("all trials run: a search never ends early"));
  }
}
