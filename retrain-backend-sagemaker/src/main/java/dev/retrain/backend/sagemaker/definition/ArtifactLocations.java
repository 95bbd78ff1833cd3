package dev.retrain.backend.sagemaker.definition;

import dev.retrain.api.document.Node;
import dev.retrain.api.pipeline.Artifact;
import dev.retrain.api.pipeline.Parameter;
import dev.retrain.api.pipeline.Pipeline;
import dev.retrain.api.pipeline.Step;
import dev.retrain.backend.sagemaker.settings.SageMakerSettings;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Where artifacts lie in S3.
 *
 * <p>Models are kept as plain files (output compression NONE), so that a reader gets a folder and
 * no archive.
 */
record ArtifactLocations(Pipeline pipeline, SageMakerSettings settings) {

  /** What a training job writes lies in this folder, below its own name. */
  private static final String MODEL_FOLDER = "output/model";

  /** Returns where a processing job puts an artifact. */
  Node written(Step step, Artifact<?> artifact) {
    return below(step, Node.of(SageMakerNames.of(artifact.name())));
  }

  /** Returns where a training job puts a folder with its own name, and everything into that. */
  Node trainingOutput(Step step) {
    return below(step);
  }

  /**
   * Returns the folder of an artifact. It ends with a slash where we write the address: the service
   * reads every key that begins with an address, and {@code train} begins {@code train-statistics}.
   */
  Node folder(String artifact) {
    if (artifact.equals(Artifact.CHAMPION)) {
      return PipelineVariables.get("Parameters." + SageMakerNames.CHAMPION_URI);
    }
    return writer(artifact).accept(new Folder(SageMakerNames.of(artifact)));
  }

  /**
   * Returns the address of a file in the folder of an artifact that a training or tuning job
   * writes. A training job tells itself where its outputs lie, also when the result of an earlier
   * run is taken instead.
   */
  Node fileOfTraining(String artifact, String file) {
    Step step = writer(artifact);
    String folder = isSole(step) ? "" : SageMakerNames.of(artifact) + "/";
    Node end = Node.of(MODEL_FOLDER + "/" + folder + file);
    if (JobKind.of(step) == JobKind.TUNING) {
      String best = "BestTrainingJob.TrainingJobName";
      return below(step, PipelineVariables.step(step.name(), best), end);
    }
    return PipelineVariables.join(
        "/",
        List.of(
            PipelineVariables.step(step.name(), "OutputDataConfig.S3OutputPath"),
            PipelineVariables.step(step.name(), "TrainingJobName"),
            end));
  }

  Step writer(String artifact) {
    return pipeline
        .writerOf(artifact)
        .orElseThrow(() -> new IllegalStateException("nothing writes " + artifact));
  }

  private static boolean isSole(Step step) {
    return ContentArtifacts.written(step.task()).size() == 1;
  }

  private Node below(Step step, Node... parts) {
    List<Node> all = new ArrayList<>();
    all.add(Node.of(settings.artifactRoot() + "/" + pipeline.name()));
    all.add(PipelineVariables.parameter(Parameter.RUN_KEY));
    all.add(Node.of(SageMakerNames.of(step.name())));
    all.addAll(Arrays.asList(parts));
    return PipelineVariables.join("/", all);
  }

  private final class Folder implements Step.Visitor<Node> {
    private final String artifact;

    Folder(String artifact) {
      this.artifact = artifact;
    }

    @Override
    public Node process(Step.Process step) {
      return processed(step);
    }

    @Override
    public Node evaluate(Step.Evaluate step) {
      return processed(step);
    }

    @Override
    public Node train(Step.Train step) {
      return fileOfTraining(artifact, "");
    }

    @Override
    public Node tune(Step.Tune step) {
      return fileOfTraining(artifact, "");
    }

    private Node processed(Step step) {
      String path = "ProcessingOutputConfig.Outputs['" + artifact + "'].S3Output.S3Uri";
      return PipelineVariables.join(PipelineVariables.step(step.name(), path), Node.of("/"));
    }
  }
}
