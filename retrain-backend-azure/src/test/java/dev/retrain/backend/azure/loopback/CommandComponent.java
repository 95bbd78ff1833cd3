package dev.retrain.backend.azure.loopback;

import dev.retrain.api.document.Node;
import dev.retrain.testkit.loopback.DefinitionObject;
import dev.retrain.testkit.loopback.RefusedDefinition;
import java.util.Map;
import java.util.TreeMap;

/**
 * A command component.
 *
 * @param environment id of the environment it runs in
 * @param inputs types of its inputs, by name
 * @param outputs types of its outputs, by name
 */
record CommandComponent(
    String command, String environment, Map<String, String> inputs, Map<String, String> outputs) {

  static CommandComponent of(Node body) {
    DefinitionObject request = DefinitionObject.of(body, "the component");
    DefinitionObject properties = request.object("properties");
    request.end();
    DefinitionObject spec = properties.object("componentSpec");
    properties.without("isAnonymous", "tags", "description").end();
    if (!spec.text("type").equals("command")) {
      throw new RefusedDefinition(spec.where() + " has the unknown type " + spec.text("type"));
    }
    CommandComponent component =
        new CommandComponent(
            spec.text("command"),
            spec.text("environment").replaceFirst("^azureml:", ""),
            types(spec, "inputs"),
            types(spec, "outputs"));
    if (spec.flag("is_deterministic")) {
      throw new RefusedDefinition(spec.where() + " may take an earlier result");
    }
    spec.without("$schema", "_source", "display_name", "name", "version", "tags").end();
    return component;
  }

  private static Map<String, String> types(DefinitionObject spec, String key) {
    Map<String, String> types = new TreeMap<>();
    spec.objects(key)
        .forEach(
            (name, port) -> {
              types.put(name, port.text("type"));
              port.without("mode").end();
            });
    return types;
  }

  boolean isFolder(String input) {
    String type = inputs.get(input);
    if (type == null) {
      throw new RefusedDefinition("the component has no input " + input);
    }
    return type.equals("uri_folder");
  }
}
