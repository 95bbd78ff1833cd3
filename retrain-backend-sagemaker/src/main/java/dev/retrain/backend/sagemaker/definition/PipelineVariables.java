package dev.retrain.backend.sagemaker.definition;

import dev.retrain.api.document.Node;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Values the service fills in. They are objects; a text that looks like one stays a text, so no
 * value given by a user is ever read as a placeholder.
 */
final class PipelineVariables {

  private PipelineVariables() {}

  /** Returns a variable of the service, such as {@code Parameters.week}. */
  static Node get(String path) {
    return Node.of(Map.of("Get", Node.of(path)));
  }

  /** Returns the value of a parameter. */
  static Node parameter(String name) {
    return get("Parameters." + SageMakerNames.of(name));
  }

  /** Returns a part of the description of a step's job. */
  static Node step(String name, String path) {
    return get("Steps." + SageMakerNames.of(name) + "." + path);
  }

  /** Values in a row with a text between them. */
  static Node join(String between, List<Node> values) {
    return Node.of(
        Map.of("Std:Join", Node.of(sorted("On", Node.of(between), "Values", Node.of(values)))));
  }

  /** Values in a row. */
  static Node join(Node... values) {
    return join("", Arrays.asList(values));
  }

  /** Returns a number in the property file of a step. */
  static Node property(String step, String file, String path) {
    Node get = step(step, "PropertyFiles." + file);
    return jsonGet(sorted("Path", Node.of(path), "PropertyFile", get));
  }

  /** Returns a number in a JSON file in S3. */
  static Node property(Node uri, String path) {
    return jsonGet(sorted("Path", Node.of(path), "S3Uri", uri));
  }

  private static Node jsonGet(Map<String, Node> arguments) {
    return Node.of(Map.of("Std:JsonGet", Node.of(arguments)));
  }

  private static Map<String, Node> sorted(String first, Node one, String second, Node two) {
    Map<String, Node> entries = new LinkedHashMap<>();
    entries.put(first, one);
    entries.put(second, two);
    return entries;
  }
}
