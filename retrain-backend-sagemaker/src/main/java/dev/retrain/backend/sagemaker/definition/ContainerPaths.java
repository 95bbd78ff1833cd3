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

  /** A processing job puts everything where the request says; the file is written by a wrapper. */
  static ContainerPaths processing() {
    return new ContainerPaths(
        "/opt/ml/processing/input",
        "/opt/ml/processing/output",
        false,
        "/tmp/retrain/hyperparameters.json");
  }

  /** A training job has fixed folders and keeps what lies in {@code /opt/ml/model}. */
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
