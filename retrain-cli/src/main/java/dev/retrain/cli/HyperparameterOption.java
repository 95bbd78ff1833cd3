package dev.retrain.cli;

import dev.retrain.api.document.Node;
import dev.retrain.api.error.ConfigurationProblem;
import dev.retrain.api.error.FailureContext;
import dev.retrain.api.pipeline.Pipeline;
import dev.retrain.api.pipeline.Step;
import java.math.BigDecimal;
import java.util.Map;
import java.util.TreeMap;

/** Reads {@code --hyperparameter step.name=value} by the types that the steps declare. */
final class HyperparameterOption {

  private HyperparameterOption() {}

  /**
   * Returns the pipeline with the given hyperparameters.
   *
   * @param given {@code step.name} to the value as text
   * @throws ConfigurationProblem if a key has no step or a value is not of the declared type
   * @throws dev.retrain.api.error.InvalidDefinitionException if one is undeclared or out of range
   */
  static Pipeline apply(Map<String, String> given, Pipeline pipeline) {
    Map<String, Map<String, Object>> bySteps = new TreeMap<>();
    given.forEach(
        (key, text) -> {
          int dot = key.indexOf('.');
          String name = key.substring(0, Math.max(0, dot));
          Step step =
              pipeline.steps().stream()
                  .filter(one -> one.name().equals(name))
                  .findFirst()
                  .orElseThrow(() -> problem(key + "=" + text, "it names no step"));
          String parameter = key.substring(dot + 1);
          bySteps
              .computeIfAbsent(name, one -> new TreeMap<>())
              .put(parameter, value(step, parameter, text));
        });
    Pipeline changed = pipeline;
    for (Map.Entry<String, Map<String, Object>> step : bySteps.entrySet()) {
      changed = changed.withHyperparameters(step.getKey(), step.getValue());
    }
    return changed;
  }

  private static Object value(Step step, String name, String text) {
    Node.Scalar declared = step.task().wiring().hyperparameters().get(name);
    if (declared instanceof Node.Bool) {
      return switch (text) {
        case "true" -> true;
        case "false" -> false;
        default -> throw problem(name + "=" + text, "the step declares true or false");
      };
    }
    return declared instanceof Node.Num number ? number(number, name, text) : text;
  }

  private static Object number(Node.Num declared, String name, String text) {
    try {
      BigDecimal value = new BigDecimal(text);
      boolean whole = declared.value().stripTrailingZeros().scale() <= 0;
      return whole && value.stripTrailingZeros().scale() <= 0
          ? (Object) value.longValueExact()
          : (Object) value.doubleValue();
    } catch (ArithmeticException | NumberFormatException e) {
      throw problem(name + "=" + text, "the step declares a number");
    }
  }

  private static ConfigurationProblem problem(String given, String why) {
    return new ConfigurationProblem(
        "cannot set the hyperparameter " + given + ": " + why,
        FailureContext.hint("write --hyperparameter STEP.NAME=VALUE, such as train.depth=6"),
        null);
  }
}
