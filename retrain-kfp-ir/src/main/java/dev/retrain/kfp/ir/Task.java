package dev.retrain.kfp.ir;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/**
 * A component put to work in a graph.
 *
 * @param component its key among the components
 * @param after tasks that must have succeeded; sorted, and meant to name every producer of an input
 *     as well
 * @param parameters where each input parameter comes from
 * @param artifacts where each input artifact comes from
 * @param condition a CEL expression over the task's own inputs; the task is skipped where it is
 *     false
 * @param cached whether a former result of the same inputs may be taken instead of running
 * @param retries what happens after a failure
 */
public record Task(
    String component,
    List<String> after,
    SortedMap<String, ParameterSource> parameters,
    SortedMap<String, ArtifactSource> artifacts,
    Optional<String> condition,
    boolean cached,
    Optional<RetryPolicy> retries) {

  /** Copies the collections and sorts the predecessors. */
  public Task {
    after = Sorted.distinct(after);
    parameters = Sorted.copy(parameters);
    artifacts = Sorted.copy(artifacts);
  }

  /** A task without inputs that always runs, once. */
  public static Task of(String component) {
    return new Task(
        component,
        List.of(),
        Sorted.copy(Map.of()),
        Sorted.copy(Map.of()),
        Optional.empty(),
        false,
        Optional.empty());
  }

  /** The same task with these inputs and predecessors. */
  public Task reading(
      Map<String, ParameterSource> parameterSources,
      Map<String, ArtifactSource> artifactSources,
      Collection<String> predecessors) {
    return new Task(
        component,
        List.copyOf(predecessors),
        Sorted.copy(parameterSources),
        Sorted.copy(artifactSources),
        condition,
        cached,
        retries);
  }

  /** The same task, run only where an expression over its own inputs is true. */
  public Task onlyIf(String expression) {
    return new Task(
        component, after, parameters, artifacts, Optional.of(expression), cached, retries);
  }

  /** The same task with the cache switched. */
  public Task cached(boolean on) {
    return new Task(component, after, parameters, artifacts, condition, on, retries);
  }

  /** The same task, tried again after failures. */
  public Task retrying(RetryPolicy policy) {
    return new Task(
        component, after, parameters, artifacts, condition, cached, Optional.of(policy));
  }
}
