package dev.retrain.backend.sagemaker.definition;

import dev.retrain.api.pipeline.Artifact;
import dev.retrain.api.pipeline.ArtifactKind;
import dev.retrain.api.pipeline.ContainerTask;
import java.util.ArrayList;
import java.util.List;

/** The artifacts of a task that have content; a check only orders. */
final class ContentArtifacts {

  private ContentArtifacts() {}

  static List<Artifact<?>> read(ContainerTask task) {
    return withContent(task.wiring().reads());
  }

  static List<Artifact<?>> written(ContainerTask task) {
    return withContent(task.wiring().writes());
  }

  private static List<Artifact<?>> withContent(List<Artifact<?>> artifacts) {
    List<Artifact<?>> some = new ArrayList<>(artifacts);
    some.removeIf(artifact -> artifact.kind() == ArtifactKind.CHECK);
    return some;
  }
}
