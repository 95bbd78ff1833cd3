package dev.retrain.kfp.check;

import dev.retrain.kfp.ir.ArtifactSource;
import dev.retrain.kfp.ir.ArtifactType;
import dev.retrain.kfp.ir.ComponentSpec;
import dev.retrain.kfp.ir.Dag;
import dev.retrain.kfp.ir.ParameterInput;
import dev.retrain.kfp.ir.ParameterSource;
import dev.retrain.kfp.ir.ParameterType;
import dev.retrain.kfp.ir.PipelineSpec;
import dev.retrain.kfp.ir.TaskOutput;
import dev.retrain.kfp.ir.TaskSpec;
import org.jspecify.annotations.Nullable;

/** Looks things up in one graph; null stands for what is not there. */
record DagLookup(PipelineSpec spec, ComponentSpec owner, Dag dag) {

  @Nullable ComponentSpec component(TaskSpec task) {
    return spec.components().get(task.component());
  }

  @Nullable ComponentSpec producer(TaskOutput output) {
    TaskSpec task = dag.tasks().get(output.task());
    return task == null ? null : component(task);
  }

  @Nullable ParameterType parameterType(TaskOutput output) {
    ComponentSpec producer = producer(output);
    return producer == null ? null : producer.outputs().parameters().get(output.key());
  }

  @Nullable ArtifactType artifactType(TaskOutput output) {
    ComponentSpec producer = producer(output);
    return producer == null ? null : producer.outputs().artifacts().get(output.key());
  }

  @Nullable ParameterType typeOf(ParameterSource source) {
    if (source instanceof TaskOutput output) {
      return parameterType(output);
    }
    if (source instanceof ParameterSource.Parent parent) {
      ParameterInput input = owner.inputs().parameters().get(parent.name());
      return input == null ? null : input.type();
    }
    return source instanceof ParameterSource.Fixed fixed
        ? fixed.value().type()
        : ParameterType.STRING;
  }

  @Nullable ArtifactType typeOf(ArtifactSource source) {
    return source instanceof TaskOutput output
        ? artifactType(output)
        : owner.inputs().artifacts().get(((ArtifactSource.Parent) source).name());
  }
}
