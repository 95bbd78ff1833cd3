package dev.retrain.api.pipeline;

import dev.retrain.api.document.Node;
import dev.retrain.api.document.Suggestion;
import dev.retrain.api.error.Problem;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Checks values of hyperparameters against those a step declares and against their ranges. */
record HyperparameterCheck(Step step, String path) {

  /** Reports ranges of undeclared hyperparameters and declared values outside their range. */
  List<Problem> declared() {
    List<Problem> problems = new ArrayList<>();
    Map<String, Node.Scalar> values = step.task().wiring().hyperparameters();
    for (String name : step.task().wiring().ranges().keySet()) {
      if (!values.containsKey(name)) {
        problems.add(
            problem(
                "undeclared-hyperparameter",
                "hyperparameterRanges." + name,
                "the range names the hyperparameter '" + name + "', which the step does not have",
                Suggestion.nearest(name, values.keySet())
                    .map(near -> "Did you mean '" + near + "'?")
                    .orElse("Add it to hyperparameters")));
      }
    }
    values.forEach((name, value) -> checkRange(name, value, problems));
    return problems;
  }

  /** Reports values for one run that the step does not declare, or of another type or range. */
  List<Problem> given(Map<String, Node.Scalar> values) {
    List<Problem> problems = new ArrayList<>();
    Map<String, Node.Scalar> declared = step.task().wiring().hyperparameters();
    values.forEach(
        (name, value) -> {
          Node.Scalar own = declared.get(name);
          if (own == null) {
            problems.add(
                problem(
                    "unknown-hyperparameter",
                    "hyperparameters." + name,
                    "the step has no hyperparameter '" + name + "'",
                    Suggestion.nearest(name, declared.keySet())
                        .map(near -> "Did you mean '" + near + "'?")
                        .orElse("Declared are " + declared.keySet())));
          } else if (!sameType(own, value, step.task().wiring().ranges().get(name))) {
            problems.add(
                problem(
                    "ill-typed-hyperparameter",
                    "hyperparameters." + name,
                    "'" + name + "' is " + value + ", the pipeline has " + own,
                    "Give it a value of the same type"));
          } else {
            checkRange(name, value, problems);
          }
        });
    return problems;
  }

  /** An integer stays one unless a range of real numbers allows more. */
  private static boolean sameType(Node.Scalar own, Node.Scalar value, @Nullable Range range) {
    if (own instanceof Node.Num before && value instanceof Node.Num number) {
      return range != null || isInteger(number.value()) || !isInteger(before.value());
    }
    return own.kind().equals(value.kind());
  }

  private static boolean isInteger(BigDecimal number) {
    return number.stripTrailingZeros().scale() <= 0;
  }

  private void checkRange(String name, Node.Scalar value, List<Problem> problems) {
    Range range = step.task().wiring().ranges().get(name);
    if (range != null && !range.contains(value)) {
      problems.add(
          problem(
              "hyperparameter-out-of-range",
              "hyperparameters." + name,
              "'" + name + "' is " + value + ", outside " + SearchShape.range().write(range),
              "Give it a value in its range"));
    }
  }

  private Problem problem(String code, String key, String what, String fix) {
    return Problem.error(code, path + "." + key, "step " + step.name(), what, fix);
  }
}
