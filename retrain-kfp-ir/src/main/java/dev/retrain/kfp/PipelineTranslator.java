package dev.retrain.kfp;

import dev.retrain.api.pipeline.Artifact;
import dev.retrain.api.pipeline.ArtifactKind;
import dev.retrain.api.pipeline.Pipeline;
import dev.retrain.api.pipeline.Step;
import dev.retrain.kfp.ir.ArtifactType;
import dev.retrain.kfp.ir.Executor;
import dev.retrain.kfp.ir.ParameterType;
import dev.retrain.kfp.ir.TaskOutput;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Turns a pipeline into a definition. Stateless between calls, and thread-safe. */
public final class PipelineTranslator {

  private final RunLocation place;
  private final ServiceDialect dialect;

  /** Makes a translator for one place. */
  public PipelineTranslator(RunLocation place, ServiceDialect dialect) {
    this.place = place;
    this.dialect = dialect;
  }

  /** Translates a pipeline that preflight has let through. */
  public Translation translate(Pipeline pipeline) {
    SpecBuilder definition = new SpecBuilder();
    RootParameters parameters = new RootParameters(definition, pipeline);
    ContainerTranslator containers =
        new ContainerTranslator(definition, parameters, place, dialect);
    StandardTasks standard = new StandardTasks(definition, place, containers);
    StepTasks steps =
        new StepTasks(definition, containers, new TrialFanOut(definition, containers, standard));
    Map<String, List<String>> tasks = new TreeMap<>();
    // KFP's SDK takes a definition for a single component when one is named like the pipeline.
    String name = definition.name(pipeline.name());
    // Steps come first to their own names; what is added around them takes what is left.
    pipeline.steps().forEach(step -> definition.step(step.name()));
    champion(pipeline, definition, parameters);
    for (Step step : pipeline.steps()) {
      tasks.put(step.name(), step.accept(steps));
    }
    GateTasks gates = new GateTasks(definition, parameters, place, standard);
    List<String> gate = pipeline.gate().map(g -> gates.add(pipeline, g)).orElse(List.of());
    return new Translation(
        definition
            .spec(name, "Pipeline " + pipeline.name() + " " + pipeline.contentHash())
            .withPipelineRoot(place.artifactRoot()),
        definition.kubernetes(),
        tasks,
        gate);
  }

  /** The champion's model comes from outside: an importer registers its address as an artifact. */
  private void champion(Pipeline pipeline, SpecBuilder definition, RootParameters parameters) {
    if (!pipeline.readsChampion()) {
      return;
    }
    TaskDraft draft = new TaskDraft(definition.name(Artifact.CHAMPION));
    draft.parameter(
        Executor.Importer.URI,
        ParameterType.STRING,
        parameters.champion(place.noChampion(pipeline.name())));
    TaskOutput output = draft.gives(Executor.Importer.ARTIFACT, ArtifactType.MODEL);
    definition.component(draft.name(), draft.component());
    definition.executor(draft.name(), new Executor.Importer(ArtifactType.MODEL));
    definition.task(draft.name(), draft.task());
    definition.produced(Artifact.CHAMPION, new SpecBuilder.Produced(output, ArtifactKind.MODEL));
  }
}
