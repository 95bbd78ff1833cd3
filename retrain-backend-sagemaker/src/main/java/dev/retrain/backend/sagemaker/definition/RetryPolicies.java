package dev.retrain.backend.sagemaker.definition;

import dev.retrain.api.document.Node;
import dev.retrain.api.pipeline.Retry;
import dev.retrain.translation.MappingBuilder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * When the service starts a step again. A program that exits with an error is never among it; what
 * is: faults and throttling of the service, lack of capacity, and, when a step requests more than
 * one attempt, a job that the service itself broke.
 */
final class RetryPolicies {

  private static final long MAX_INTERVAL_SECONDS = 43_200;

  private static final Node STEP =
      policy(10, "Step.SERVICE_FAULT", "Step.THROTTLING").put("ExpireAfterMin", 30).node();
  private static final Node CAPACITY =
      policy(60, "SageMaker.CAPACITY_ERROR", "SageMaker.RESOURCE_LIMIT")
          .put("ExpireAfterMin", 120)
          .node();

  private RetryPolicies() {}

  /** Returns the policies of a training or processing job. */
  static List<Node> ofJob(Retry retry) {
    List<Node> policies = new ArrayList<>(ofTuning());
    if (retry.attempts() > 1) {
      long seconds = Math.max(1, Math.min(MAX_INTERVAL_SECONDS, retry.backoff().toSeconds()));
      policies.add(
          policy(seconds, "SageMaker.JOB_INTERNAL_ERROR")
              .put("MaxAttempts", retry.attempts() - 1)
              .node());
    }
    return policies;
  }

  /** Returns the policies of a tuning job, which ignores faults of single jobs. */
  static List<Node> ofTuning() {
    return List.of(STEP, CAPACITY);
  }

  /** Returns the policies of a registration, where job errors are refused. */
  static List<Node> ofRegistration() {
    return List.of(STEP);
  }

  private static MappingBuilder policy(long intervalSeconds, String... exceptions) {
    return new MappingBuilder()
        .put("BackoffRate", 2)
        .put("ExceptionType", Arrays.stream(exceptions).map(Node::of).toList())
        .put("IntervalSeconds", intervalSeconds);
  }
}
