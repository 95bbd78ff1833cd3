package dev.retrain.testkit.kfp;

import dev.retrain.api.document.Node;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * An artifact of a run.
 *
 * @param name its key among the outputs of its task
 * @param uri where it lies; nothing lies there when the container wrote nothing
 * @param schemaTitle its type, such as {@code system.Model}
 * @param metadata what the container noted about it
 */
public record IrArtifact(String name, String uri, String schemaTitle, Map<String, Node> metadata) {

  /** Copies the map. */
  public IrArtifact {
    metadata = Collections.unmodifiableMap(new TreeMap<>(metadata));
  }
}
