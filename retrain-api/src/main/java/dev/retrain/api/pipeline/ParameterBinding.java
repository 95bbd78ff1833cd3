package dev.retrain.api.pipeline;

import dev.retrain.api.document.Suggestion;
import dev.retrain.api.error.InvalidDefinitionException;
import dev.retrain.api.error.Problem;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Binds given values and defaults to the parameters of a pipeline. */
final class ParameterBinding {

  private ParameterBinding() {}

  static Map<String, String> bind(Pipeline pipeline, Map<String, String> given) {
    List<Problem> problems = new ArrayList<>();
    Map<String, String> bound = new TreeMap<>();
    List<String> known = pipeline.parameters().stream().map(Parameter::name).toList();
    new TreeMap<>(given)
        .keySet().stream()
            .filter(name -> !known.contains(name))
            .forEach(name -> problems.add(unknown(name, known)));
    for (Parameter parameter : pipeline.parameters()) {
      bind(parameter, given, bound, problems);
    }
    if (!problems.isEmpty()) {
      throw new InvalidDefinitionException("parameters of " + pipeline.name(), problems);
    }
    return Collections.unmodifiableMap(bound);
  }

  private static void bind(
      Parameter parameter,
      Map<String, String> given,
      Map<String, String> bound,
      List<Problem> problems) {
    String value = given.getOrDefault(parameter.name(), parameter.defaultValue().orElse(null));
    String subject = "parameter " + parameter.name();
    if (value == null) {
      problems.add(
          Problem.error(
              "missing-parameter",
              parameter.name(),
              subject,
              "it has no default and was not given",
              "Give it a value"));
      return;
    }
    try {
      bound.put(parameter.name(), parameter.canonical(value));
    } catch (IllegalArgumentException e) {
      problems.add(
          Problem.error(
              "ill-typed-parameter",
              parameter.name(),
              subject,
              String.valueOf(e.getMessage()),
              "Give it another value"));
    }
  }

  private static Problem unknown(String name, List<String> known) {
    String fix =
        Parameter.RESERVED.contains(name)
            ? "It is reserved: retrain gives its value"
            : Suggestion.nearest(name, known)
                .map(near -> "Did you mean '" + near + "'?")
                .orElse("Declared are " + known);
    return Problem.error("unknown-parameter", name, "parameter " + name, "not declared", fix);
  }
}
