package dev.retrain.backend.sagemaker.definition;

import dev.retrain.api.document.Node;
import dev.retrain.api.pipeline.Step;

/** Which step of the service each step becomes. */
final class JobSteps implements Step.Visitor<Node> {

  private final ProcessingJob processing;
  private final TrainingJob training;
  private final TuningJob tuning;

  JobSteps(JobContext parts) {
    this.processing = new ProcessingJob(parts);
    this.training = new TrainingJob(parts);
    this.tuning = new TuningJob(parts);
  }

  @Override
  public Node process(Step.Process step) {
    return processing.step(step);
  }

  @Override
  public Node train(Step.Train step) {
    return training.step(step);
  }

  @Override
  public Node tune(Step.Tune step) {
    return step.search()
        .map(search -> tuning.step(step, search))
        .orElseGet(() -> training.step(step));
  }

  @Override
  public Node evaluate(Step.Evaluate step) {
    return processing.step(step);
  }
}
