package dev.retrain.backend.sagemaker.definition;

import dev.retrain.api.document.Node;
import dev.retrain.api.pipeline.Artifact;
import dev.retrain.api.pipeline.ArtifactKind;
import dev.retrain.api.pipeline.ContainerTask;
import dev.retrain.api.pipeline.Gate;
import dev.retrain.api.pipeline.Step;
import dev.retrain.translation.MappingBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A step whose arguments are a CreateProcessingJob request. */
final class ProcessingJob {

  private final JobContext parts;
  private final ContainerPaths paths = ContainerPaths.processing();

  ProcessingJob(JobContext parts) {
    this.parts = parts;
  }

  Node step(Step step) {
    return parts
        .envelope(step, "Processing")
        .put("Arguments", arguments(step))
        .put("PropertyFiles", propertyFiles(step))
        .put("RetryPolicies", RetryPolicies.ofJob(step.task().execution().retry()))
        .node();
  }

  private Node arguments(Step step) {
    ContainerTask task = step.task();
    return new MappingBuilder()
        .put("AppSpecification", application(task))
        .put("Environment", parts.environment(task.execution()))
        .put("NetworkConfig", network())
        .put("ProcessingInputs", inputs(task))
        .put("ProcessingOutputConfig", outputs(step))
        .put(
            "ProcessingResources",
            new MappingBuilder().put("ClusterConfig", parts.cluster(task.execution(), false)))
        .put("RoleArn", parts.role(step))
        .put(
            "StoppingCondition",
            new MappingBuilder()
                .put("MaxRuntimeInSeconds", parts.maxRuntimeSeconds(task.execution())))
        .put("Tags", parts.tags())
        .node();
  }

  private Node application(ContainerTask task) {
    List<Node> entrypoint = new ArrayList<>(parts.command(task.program()));
    List<Node> arguments =
        new ArrayList<>(new JobArguments(paths, parts.parameters()).arguments(task));
    if (!task.wiring().hyperparameters().isEmpty()) {
      arguments.addAll(0, entrypoint);
      arguments.addAll(
          0,
          HyperparameterFile.arguments(paths.hyperparameters(), task.wiring().hyperparameters()));
      entrypoint = new ArrayList<>(HyperparameterFile.wrapper());
    }
    return new MappingBuilder()
        .put("ContainerArguments", arguments)
        .put("ContainerEntrypoint", entrypoint)
        .put("ImageUri", parts.images().of(task.program()))
        .node();
  }

  private List<Node> inputs(ContainerTask task) {
    return ContentArtifacts.read(task).stream().map(this::input).toList();
  }

  private Node input(Artifact<?> artifact) {
    return new MappingBuilder()
        .put("InputName", SageMakerNames.of(artifact.name()))
        .put(
            "S3Input",
            new MappingBuilder()
                .put("LocalPath", paths.in(artifact.name()))
                .put("S3CompressionType", "None")
                .put("S3DataDistributionType", "FullyReplicated")
                .put("S3DataType", "S3Prefix")
                .put("S3InputMode", "File")
                .put("S3Uri", parts.locations().folder(artifact.name())))
        .node();
  }

  private Map<String, Node> outputs(Step step) {
    List<Node> outputs = new ArrayList<>();
    for (Artifact<?> artifact : ContentArtifacts.written(step.task())) {
      outputs.add(output(step, artifact));
    }
    if (outputs.isEmpty()) {
      return Map.of();
    }
    return new MappingBuilder()
        .put("KmsKeyId", parts.settings().encryption().outputKey())
        .put("Outputs", outputs)
        .node()
        .entries();
  }

  private Node output(Step step, Artifact<?> artifact) {
    return new MappingBuilder()
        .put("OutputName", SageMakerNames.of(artifact.name()))
        .put(
            "S3Output",
            new MappingBuilder()
                .put("LocalPath", paths.out(artifact.name()))
                .put("S3UploadMode", "EndOfJob")
                .put("S3Uri", parts.locations().written(step, artifact)))
        .node();
  }

  private Map<String, Node> network() {
    return parts
        .settings()
        .network()
        .map(
            network ->
                new MappingBuilder()
                    .put("EnableInterContainerTrafficEncryption", network.encrypted())
                    .put("EnableNetworkIsolation", network.isolated())
                    .put("VpcConfig", parts.vpc())
                    .node()
                    .entries())
        .orElse(Map.of());
  }

  /** Returns the report a condition reads. */
  private List<Node> propertyFiles(Step step) {
    String judged = parts.pipeline().gate().map(Gate::metrics).map(Artifact::name).orElse("");
    List<Node> files = new ArrayList<>();
    for (Artifact<?> artifact : ContentArtifacts.written(step.task())) {
      if (artifact.kind() == ArtifactKind.METRICS && artifact.name().equals(judged)) {
        String name = SageMakerNames.of(artifact.name());
        files.add(
            new MappingBuilder()
                .put("FilePath", ConditionStep.REPORT)
                .put("OutputName", name)
                .put("PropertyFileName", name)
                .node());
      }
    }
    return files;
  }
}
