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
public record TaskSpec(
    String component,
    List<String> after,
    SortedMap<String, ParameterSource> parameters,
    SortedMap<String, ArtifactSource> artifacts,
    Optional<String> condition,
    boolean cached,
    Optional<RetryPolicy> retries) {

  /** Copies the collections and sorts the predecessors. */
  public TaskSpec {
    after = SortedMaps.distinct(after);
    parameters = SortedMaps.copy(parameters);
    artifacts = SortedMaps.copy(artifacts);
  }

  /** Returns a task without inputs that always runs, once. */
  public static TaskSpec of(String component) {
    return new TaskSpec(
        component,
        List.of(),
        SortedMaps.copy(Map.of()),
        SortedMaps.copy(Map.of()),
        Optional.empty(),
        false,
        Optional.empty());
  }

  /** Returns the same task with these inputs and predecessors. */
  public TaskSpec reading(
      Map<String, ParameterSource> parameterSources,
      Map<String, ArtifactSource> artifactSources,
      Collection<String> predecessors) {
    return new TaskSpec(
        component,
        List.copyOf(predecessors),
        SortedMaps.copy(parameterSources),
        SortedMaps.copy(artifactSources),
        condition,
        cached,
        retries);
  }

  /** Returns the same task, run only where an expression over its own inputs is true. */
  public TaskSpec onlyIf(String expression) {
    return new TaskSpec(
        component, after, parameters, artifacts, Optional.of(expression), cached, retries);
  }

  /** Returns the same task with the cache switched. */
  public TaskSpec cached(boolean on) {
    return new TaskSpec(component, after, parameters, artifacts, condition, on, retries);
  }

  /** Returns the same task, tried again after failures. */
  public TaskSpec retrying(RetryPolicy policy) {
    return new TaskSpec(
        component, after, parameters, artifacts, condition, cached, Optional.of(policy));
  }
}
