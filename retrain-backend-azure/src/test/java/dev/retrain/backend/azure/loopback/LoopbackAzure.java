package dev.retrain.backend.azure.loopback;

import dev.retrain.api.document.Node;
import dev.retrain.testkit.loopback.DefinitionObject;
import dev.retrain.testkit.loopback.LoopbackExecutor;
import dev.retrain.testkit.loopback.RefusedDefinition;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** A workspace that keeps environments and components, and runs pipeline jobs. Thread-safe. */
final class LoopbackAzure {

  private final LoopbackExecutor executor;
  private final Map<String, String> images = new ConcurrentHashMap<>();
  private final Map<String, CommandComponent> components = new ConcurrentHashMap<>();

  LoopbackAzure(LoopbackExecutor executor) {
    this.executor = executor;
  }

  /**
   * Takes the request for an environment or a component.
   *
   * @param id its id as a resource, which begins with a slash
   */
  void put(String id, Node body) {
    if (id.contains("/environments/")) {
      DefinitionObject request = DefinitionObject.of(body, "the environment");
      DefinitionObject properties = request.object("properties");
      request.end();
      images.put(id, properties.text("image"));
      properties.without("osType", "tags").end();
    } else if (id.contains("/components/")) {
      components.put(id, CommandComponent.of(body));
    } else {
      throw new RefusedDefinition("there is no resource " + id);
    }
  }

  /** Returns a job that has not begun. */
  PipelineJob job(String id, Node body) {
    return new PipelineJob(this, id, body);
  }

  LoopbackExecutor executor() {
    return executor;
  }

  CommandComponent component(String id) {
    return Optional.ofNullable(components.get(id))
        .orElseThrow(() -> new RefusedDefinition("there is no component " + id));
  }

  String image(String environment) {
    return Optional.ofNullable(images.get(environment))
        .orElseThrow(() -> new RefusedDefinition("there is no environment " + environment));
  }
}
