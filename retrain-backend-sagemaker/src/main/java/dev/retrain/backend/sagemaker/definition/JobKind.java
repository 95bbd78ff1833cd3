package dev.retrain.backend.sagemaker.definition;

import dev.retrain.api.pipeline.Step;

/** Which kind of job runs a step. */
enum JobKind {
  PROCESSING("Processing step"),
  TRAINING("Training step"),
  TUNING("Tuning step");

  private final String label;

  JobKind(String label) {
    this.label = label;
  }

  /** Returns the name that people use for the step of the service. */
  String label() {
    return label;
  }

  /** Returns whether the job, or each trial of it, is a training job. */
  boolean trains() {
    return this != PROCESSING;
  }

  static JobKind of(Step step) {
    return step.accept(
        new Step.Visitor<JobKind>() {
          @Override
          public JobKind process(Step.Process process) {
            return PROCESSING;
          }

          @Override
          public JobKind train(Step.Train train) {
            return TRAINING;
          }

          @Override
          public JobKind tune(Step.Tune tune) {
            return tune.search().isPresent() ? TUNING : TRAINING;
          }

          @Override
          public JobKind evaluate(Step.Evaluate evaluate) {
            return PROCESSING;
          }
        });
  }
}
