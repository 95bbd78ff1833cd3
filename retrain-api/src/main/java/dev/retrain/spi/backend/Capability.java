package dev.retrain.spi.backend;

/** A feature that a pipeline, a run or a rollout may need and a backend may have. */
public enum Capability {
  /** Steps of any program. */
  PROCESS,
  /** Training steps. */
  TRAIN,
  /** Search over hyperparameters on a grid. */
  TUNE_GRID,
  /** Search over hyperparameters at random. */
  TUNE_RANDOM,
  /** Search over hyperparameters guided by earlier trials. */
  TUNE_BAYESIAN,
  /** Ending a search whose best trial does not improve. */
  TUNE_EARLY_STOPPING,
  /** A tuning image that searches by itself. */
  TUNE_OWN_IMAGE,
  /** Evaluating steps. */
  EVALUATE,
  /** The standard steps. */
  STANDARD_STEPS,
  /** The gate with its registration. */
  GATE,
  /** Reading the champion's model. */
  CHAMPION,
  /** Parameters given at submission. */
  PARAMETERS,
  /** Hyperparameter files. */
  HYPERPARAMETERS,
  /** More than one attempt of a failed step. */
  RETRY,
  /** Killing a step after a time. */
  TIMEOUT,
  /** Taking a step's outputs from an earlier run. */
  CACHE,
  /** Requested cores and memory. */
  CPU_MEMORY,
  /** Accelerators. */
  GPU,
  /** Capacity that can be taken away. */
  SPOT,
  /** Steps on several machines. */
  MULTI_NODE,
  /** Requested scratch space. */
  DISK,
  /** Environment variables. */
  ENVIRONMENT,
  /** Variables whose values are secrets. */
  SECRETS,
  /** An identity for the whole pipeline. */
  IDENTITY,
  /** An identity for one step. */
  STEP_IDENTITY,
  /** Tags on everything created. */
  TAGS,
  /** The registration names an image that serves the model. */
  SERVING,
  /** Cancelling a run. */
  CANCEL,
  /** Continuing a failed run from the step that failed: {@link Backend#resume}. */
  RESUME,
  /** Schedules that the backend keeps: {@link Backend#schedules}. */
  SCHEDULE,
  /** Splitting traffic between versions. */
  TRAFFIC_SPLIT,
  /** Copying live requests to a version. */
  MIRROR,
  /**
   * A rollback that happens without the embedding process: routing a share of the traffic to a
   * version arms the target, which returns to the split before by itself when one of its own alarms
   * fires. The compatibility kit for deployers closes the deployer and makes the alarm fire.
   */
  ARMED_ROLLBACK
}
