package dev.retrain.backend.azure.definition;

import dev.retrain.api.document.Documents;
import dev.retrain.api.document.Node;
import dev.retrain.translation.MappingBuilder;

/**
 * A request that creates a resource of the workspace.
 *
 * @param kind {@code environment}, {@code component} or {@code job}
 * @param name of the resource
 * @param version of an environment or component, a piece of its content's hash; empty for a job
 * @param body what is sent
 */
record ResourceRequest(String kind, String name, String version, Node body) {

  private static final int VERSION_LENGTH = 16;

  /** Returns a body with these properties. */
  static Node body(MappingBuilder properties) {
    return new MappingBuilder().put("properties", properties).node();
  }

  /** Returns the version of content: the same for the same, another for any other. */
  static String version(Node content) {
    return Documents.sha256(content).substring(0, VERSION_LENGTH);
  }

  /** Returns the path of the resource below the workspace, to which the body is sent by PUT. */
  String path(String key) {
    return switch (kind) {
      case "environment" -> "/environments/" + name + "/versions/" + version;
      case "component" -> "/components/" + name + "/versions/" + version;
      default -> "/jobs/" + key;
    };
  }
}
