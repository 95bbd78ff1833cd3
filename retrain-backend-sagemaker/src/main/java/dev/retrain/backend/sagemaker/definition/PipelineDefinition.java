package dev.retrain.backend.sagemaker.definition;

import dev.retrain.api.document.Documents;
import dev.retrain.api.document.Node;
import dev.retrain.backend.sagemaker.settings.SageMakerSettings;
import dev.retrain.translation.MappingBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A pipeline definition of version 2020-12-01.
 *
 * @param steps in order, the gate last
 * @param compactLength characters when written without blanks, as it is sent
 */
record PipelineDefinition(Node document, List<Node> steps, int compactLength) {

  /** Copies the steps. */
  PipelineDefinition {
    steps = List.copyOf(steps);
  }

  static PipelineDefinition of(JobContext parts) {
    List<Node> steps = new ArrayList<>();
    JobSteps translator = new JobSteps(parts);
    parts.pipeline().steps().forEach(step -> steps.add(step.accept(translator)));
    parts.pipeline().gate().ifPresent(gate -> steps.add(new ConditionStep(parts).step(gate)));
    MappingBuilder definition =
        new MappingBuilder()
            .put("Parameters", parts.parameters().declarations())
            .put("PipelineExperimentConfig", experiment(parts.settings()))
            .put("Steps", steps)
            .put("Version", "2020-12-01");
    String hashed = Documents.canonicalJson(definition.node());
    MappingBuilder metadata =
        new MappingBuilder()
            .put("contentHash", parts.pipeline().contentHash())
            .put("definitionHash", Documents.sha256(hashed))
            .put("generator", "retrain")
            .put("pipeline", parts.pipeline().name());
    int metadataLength =
        Documents.canonicalJson(metadata.node()).length() + "\"Metadata\":,".length();
    return new PipelineDefinition(
        definition.put("Metadata", metadata).node(), steps, hashed.length() + metadataLength);
  }

  /** Null means that nothing is recorded; leaving it out means that the service decides. */
  private static Node experiment(SageMakerSettings settings) {
    return settings.experiments()
        ? new MappingBuilder()
            .put("ExperimentName", PipelineVariables.get("Execution.PipelineName"))
            .put("TrialName", PipelineVariables.get("Execution.PipelineExecutionId"))
            .node()
        : new Node.Null(Optional.empty());
  }
}
