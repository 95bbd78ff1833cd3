package dev.retrain.testkit.kfp;

import dev.retrain.api.document.Node;
import java.util.Map;

/** What a task gave out, or what a component was given. */
record Outputs(Map<String, Node> parameters, Map<String, IrArtifact> artifacts) {

  static final Outputs NONE = new Outputs(Map.of(), Map.of());
}
