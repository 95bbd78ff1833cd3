package dev.retrain.kfp;

import dev.retrain.api.pipeline.Artifact;
import dev.retrain.api.pipeline.ArtifactKind;
import dev.retrain.api.pipeline.Gate;
import dev.retrain.api.pipeline.Pipeline;
import dev.retrain.api.pipeline.Program;
import dev.retrain.api.pipeline.Step;
import dev.retrain.spi.backend.Capabilities;
import dev.retrain.translation.PlanDetails;
import dev.retrain.translation.SearchTrials;
import dev.retrain.translation.TrialTasks;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Describes, step by step, what a service would do with a pipeline. */
final class ServicePlan implements PlanDetails {

  private final KfpService service;
  private final Pipeline pipeline;

  ServicePlan(KfpService service, Pipeline pipeline) {
    this.service = service;
    this.pipeline = pipeline;
  }

  @Override
  public String backend() {
    return service.profile().name();
  }

  @Override
  public Capabilities capabilities() {
    return service.profile().capabilities();
  }

  @Override
  public String becomes(Step step) {
    return TrialTasks.search(step)
        .map(
            search ->
                SearchTrials.of(search).size()
                    + " container tasks, "
                    + search.parallelism()
                    + " at once, and the best of them")
        .orElse("container task");
  }

  @Override
  public Map<String, String> resources(Step step) {
    return service.resources(step.task().execution());
  }

  @Override
  public String image(Program program) {
    return program instanceof Program.Container container
        ? container.image()
        : service.profile().place().stepsImage();
  }

  @Override
  public Optional<String> identity(Step step) {
    return pipeline.identityOf(step).or(service.profile()::identity);
  }

  @Override
  public GateDetails gate(Gate gate) {
    return new GateDetails(
        "task gate, then a graph with register under a condition",
        "container task",
        service.resources(StandardTasks.PLAIN),
        service.profile().place().stepsImage(),
        pipeline.identity().or(service.profile()::identity),
        List.of("registers in " + service.profile().place().registry()));
  }

  @Override
  public List<String> notes(Step step) {
    List<String> notes = new ArrayList<>();
    if (step.task().program() instanceof Program.Container && makesFolders(step)) {
      notes.add("a script makes the folders of artifacts, so the image needs sh");
    }
    step.task()
        .execution()
        .cache()
        .ifPresent(
            cache -> notes.add("the age of a cached result (" + cache.maxAge() + ") is not kept"));
    return notes;
  }

  private static boolean makesFolders(Step step) {
    return step.task().wiring().reads().stream().anyMatch(Artifact::isChampion)
        || step.task().wiring().writes().stream()
            .anyMatch(artifact -> artifact.kind() != ArtifactKind.CHECK);
  }
}
