package dev.retrain.backend.sagemaker.definition;

import dev.retrain.api.pipeline.Condition;
import dev.retrain.api.pipeline.Execution;
import dev.retrain.api.pipeline.Gate;
import dev.retrain.api.pipeline.Program;
import dev.retrain.api.pipeline.Step;
import dev.retrain.spi.backend.Capabilities;
import dev.retrain.translation.PlanDetails;
import dev.retrain.translation.SecretVariables;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Describes, step by step, what the service would do with a pipeline. */
final class SageMakerPlan implements PlanDetails {

  private final JobContext parts;

  SageMakerPlan(JobContext parts) {
    this.parts = parts;
  }

  @Override
  public String backend() {
    return SageMakerTranslator.NAME;
  }

  @Override
  public Capabilities capabilities() {
    return SageMakerCapabilities.ALL;
  }

  @Override
  public String becomes(Step step) {
    return JobKind.of(step).label();
  }

  @Override
  public String image(Program program) {
    return parts.images().of(program);
  }

  @Override
  public Optional<String> identity(Step step) {
    return Optional.of(parts.role(step));
  }

  @Override
  public GateDetails gate(Gate gate) {
    Map<String, String> resources = new TreeMap<>();
    gate.registration()
        .serving()
        .flatMap(serving -> parts.instances().of(serving.resources(), false))
        .ifPresent(instance -> resources.put("serving machine", instance));
    return new GateDetails(
        "Condition, RegisterModel, Fail",
        "Condition",
        resources,
        gate.registration()
            .serving()
            .map(serving -> parts.images().complete(serving.image()))
            .orElse(""),
        Optional.empty(),
        gateNotes(gate));
  }

  private List<String> gateNotes(Gate gate) {
    List<String> notes = new ArrayList<>();
    notes.add(
        "registers in the model package group "
            + gate.registration().modelName()
            + " with status "
            + parts.settings().approval().word());
    gate.condition().comparisons().stream()
        .filter(Condition.NotWorseThanChampion.class::isInstance)
        .map(Condition.NotWorseThanChampion.class::cast)
        .forEach(
            part ->
                notes.add(
                    parts.locations().writer(part.from().orElse(gate.metrics().name())).name()
                        + " must write "
                        + part.gainMetric()));
    return notes;
  }

  @Override
  public Map<String, String> resources(Step step) {
    Execution execution = step.task().execution();
    boolean training = JobKind.of(step).trains();
    Map<String, String> resources = new TreeMap<>();
    resources.put("machines", Integer.toString(execution.resources().nodes()));
    String instance = parts.instances().of(execution, training).orElse("none is enough");
    resources.put("machine", instance);
    resources.put("volume", parts.volumeGiB(execution, instance) + " GiB");
    resources.put("limit", parts.maxRuntimeSeconds(execution) + " s");
    if (execution.resources().spotAllowed()) {
      resources.put("capacity", training ? "spot" : "on demand");
    }
    return resources;
  }

  @Override
  public List<String> notes(Step step) {
    List<String> notes = new ArrayList<>();
    Execution execution = step.task().execution();
    if (execution.retry().attempts() > 1) {
      notes.add("a program that exits with an error is not started again");
    }
    if (parts.volumeKey(execution).isPresent()
        && parts
            .instances()
            .of(execution, JobKind.of(step).trains())
            .filter(parts.instances()::hasOwnStorage)
            .isPresent()) {
      notes.add("the instance encrypts its own storage; the volume key is not used");
    }
    if (JobKind.of(step).trains() && OutputFolders.areMade(step.task())) {
      notes.add("a script makes the folders of its outputs, so the image needs sh");
    }
    if (JobKind.of(step).trains() && !step.task().wiring().hyperparameters().isEmpty()) {
      notes.add("the file of hyperparameters holds every value as a text");
    }
    if (JobKind.of(step) == JobKind.TUNING) {
      notes.add(
          "the image's own program train is started; it finds its command in RETRAIN_COMMAND");
      notes.add("the objective is read from the log: metrics.json must be printed");
    }
    if (execution.resources().spotAllowed() && !JobKind.of(step).trains()) {
      notes.add("processing jobs have no spot capacity");
    }
    execution
        .secrets()
        .keySet()
        .forEach(
            variable ->
                notes.add(SecretVariables.address(variable) + " holds the ARN of the secret"));
    return notes;
  }
}
