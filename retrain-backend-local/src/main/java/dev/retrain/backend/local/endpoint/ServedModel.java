package dev.retrain.backend.local.endpoint;

import java.util.Map;

/** A loaded model. Called from many threads at once. */
@FunctionalInterface
public interface ServedModel extends AutoCloseable {

  /**
   * Scores one request.
   *
   * @param features the request's JSON object: texts, {@code Long}, {@code Double}, truth values,
   *     nulls, lists and maps of these
   * @return finite; anything else counts as an error
   * @throws Exception when it cannot; this and whatever else it throws counts as an error of the
   *     version
   */
  double score(Map<String, Object> features) throws Exception;

  /** Returns whether it can answer now. Called often, must not block. */
  default boolean isHealthy() {
    return true;
  }

  /**
   * Frees what it holds. No call follows; one that did not return within the endpoint's deadline
   * may still run.
   */
  @Override
  default void close() {}
}
