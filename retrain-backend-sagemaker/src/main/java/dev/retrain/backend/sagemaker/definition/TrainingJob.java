package dev.retrain.backend.sagemaker.definition;

import dev.retrain.api.document.Node;
import dev.retrain.api.pipeline.Artifact;
import dev.retrain.api.pipeline.ContainerTask;
import dev.retrain.api.pipeline.Execution;
import dev.retrain.api.pipeline.Step;
import dev.retrain.translation.MappingBuilder;
import java.util.ArrayList;
import java.util.List;

/** A step whose arguments are a CreateTrainingJob request, and what a tuning job shares with it. */
final class TrainingJob {

  /** How long a job on spot capacity may take in all, with waiting, in terms of its limit. */
  private static final int WAITING_FACTOR = 2;

  private final JobContext parts;

  TrainingJob(JobContext parts) {
    this.parts = parts;
  }

  Node step(Step step) {
    ContainerTask task = step.task();
    MappingBuilder arguments =
        definition(step)
            .put("AlgorithmSpecification", algorithm(task))
            .put("Environment", parts.environment(task.execution()))
            .put("HyperParameters", HyperparameterFile.texts(task.wiring().hyperparameters()))
            .put("Tags", parts.tags());
    return parts
        .envelope(step, "Training")
        .put("Arguments", arguments)
        .put("RetryPolicies", RetryPolicies.ofJob(task.execution().retry()))
        .node();
  }

  /** Returns what the request has in common with the definition of a tuning job's trials. */
  MappingBuilder definition(Step step) {
    Execution execution = step.task().execution();
    MappingBuilder definition =
        new MappingBuilder()
            .put("InputDataConfig", channels(step.task()))
            .put("OutputDataConfig", output(step))
            .put("ResourceConfig", parts.cluster(execution, true))
            .put("RoleArn", parts.role(step))
            .put("StoppingCondition", stopping(execution))
            .put("VpcConfig", parts.vpc());
    if (execution.resources().spotAllowed()) {
      definition.put("EnableManagedSpotTraining", true);
    }
    parts
        .settings()
        .network()
        .ifPresent(
            network ->
                definition
                    .put("EnableInterContainerTrafficEncryption", network.encrypted())
                    .put("EnableNetworkIsolation", network.isolated()));
    return definition;
  }

  private Node algorithm(ContainerTask task) {
    ContainerPaths paths = ContainerPaths.training(task);
    List<Node> entrypoint = parts.command(task.program());
    List<Node> arguments =
        new ArrayList<>(new JobArguments(paths, parts.parameters()).arguments(task));
    if (OutputFolders.areMade(task)) {
      arguments.addAll(0, entrypoint);
      arguments.addAll(0, OutputFolders.arguments(task, paths));
      entrypoint = OutputFolders.wrapper();
    }
    return new MappingBuilder()
        .put("ContainerArguments", arguments)
        .put("ContainerEntrypoint", entrypoint)
        .put("TrainingImage", parts.images().of(task.program()))
        .put("TrainingInputMode", "File")
        .node();
  }

  private List<Node> channels(ContainerTask task) {
    return ContentArtifacts.read(task).stream().map(this::channel).toList();
  }

  private Node channel(Artifact<?> artifact) {
    return new MappingBuilder()
        .put("ChannelName", SageMakerNames.of(artifact.name()))
        .put(
            "DataSource",
            new MappingBuilder()
                .put(
                    "S3DataSource",
                    new MappingBuilder()
                        .put("S3DataDistributionType", "FullyReplicated")
                        .put("S3DataType", "S3Prefix")
                        .put("S3Uri", parts.locations().folder(artifact.name()))))
        .node();
  }

  private MappingBuilder output(Step step) {
    return new MappingBuilder()
        .put("CompressionType", "NONE")
        .put("KmsKeyId", parts.settings().encryption().outputKey())
        .put("S3OutputPath", parts.locations().trainingOutput(step));
  }

  private MappingBuilder stopping(Execution execution) {
    long seconds = parts.maxRuntimeSeconds(execution);
    MappingBuilder condition = new MappingBuilder().put("MaxRuntimeInSeconds", seconds);
    return execution.resources().spotAllowed()
        ? condition.put("MaxWaitTimeInSeconds", WAITING_FACTOR * seconds)
        : condition;
  }
}
