package dev.retrain.testkit.kfp;

import dev.retrain.api.document.Node;
import java.util.Map;
import java.util.Optional;

/**
 * What a task runs.
 *
 * @param parameters inputs, by name
 * @param artifacts schema titles of the input artifacts, by name
 * @param givenParameters types of the output parameters, by name
 * @param givenArtifacts schema titles of the output artifacts, by name
 * @param work an executor's label or a graph
 */
record Component(
    Map<String, Input> parameters,
    Map<String, String> artifacts,
    Map<String, ParameterKind> givenParameters,
    Map<String, String> givenArtifacts,
    Work work) {

  /** An input parameter. */
  record Input(ParameterKind kind, Optional<Node> fallback, boolean optional) {}

  /** What a component does. */
  sealed interface Work {}

  /** It runs what is deployed under a label. */
  record Labelled(String label) implements Work {}

  /** It runs a graph. */
  record Nested(Graph graph) implements Work {}
}
