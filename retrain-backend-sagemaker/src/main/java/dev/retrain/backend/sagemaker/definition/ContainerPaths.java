package dev.retrain.backend.sagemaker.definition;

import dev.retrain.api.pipeline.ContainerTask;

/**
 * Where artifacts lie inside a job's container.
 *
 * @param inputs folder of the folders read
 * @param outputs folder of the folders written
 * @param soleOutput whether the one thing written is {@code outputs} itself
 * @param hyperparameters the JSON file
 */
record ContainerPaths(String inputs, String outputs, boolean soleOutput, String hyperparameters) {

  /**
   * Returns the paths of a processing job, which are those of its request; the file is written by a
   * wrapper.
   */
  static ContainerPaths processing() {
    return new ContainerPaths(
        "/opt/ml/processing/input",
        "/opt/ml/processing/output",
        false,
        "/tmp/retrain/hyperparameters.json");
  }

  /** Returns the paths of a training job: fixed folders, of which {@code /opt/ml/model} is kept. */
  static ContainerPaths training(ContainerTask task) {
    return new ContainerPaths(
        "/opt/ml/input/data",
        "/opt/ml/model",
        ContentArtifacts.written(task).size() == 1,
        "/opt/ml/input/config/hyperparameters.json");
  }

  String in(String artifact) {
    return inputs + "/" + SageMakerNames.of(artifact);
  }

  String out(String artifact) {
    return soleOutput ? outputs : outputs + "/" + SageMakerNames.of(artifact);
  }
}
