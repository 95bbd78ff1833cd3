package dev.retrain.backend.sagemaker.loopback;

import dev.retrain.api.document.Node;
import dev.retrain.testkit.loopback.DefinitionObject;
import dev.retrain.testkit.loopback.RefusedDefinition;
import java.util.List;
import java.util.function.UnaryOperator;

/** Evaluates the conditions of a Condition step; types must agree. */
record Conditions(UnaryOperator<Node> values) {

  boolean all(List<DefinitionObject> conditions) {
    // Each is evaluated: the step fails when one of them cannot be.
    return conditions.stream().map(this::holds).toList().stream().allMatch(holds -> holds);
  }

  private boolean holds(DefinitionObject condition) {
    String type = condition.text("Type");
    boolean holds =
        switch (type) {
          case "Or" ->
              condition.list("Conditions").stream().map(this::holds).toList().contains(true);
          case "Not" -> !holds(condition.object("Condition"));
          case "In" ->
              condition.items("Values").stream()
                  .map(values)
                  .anyMatch(values.apply(condition.get("QueryValue"))::equals);
          default -> compares(type, condition);
        };
    condition.end();
    return holds;
  }

  private boolean compares(String type, DefinitionObject condition) {
    Node left = values.apply(condition.get("LeftValue"));
    Node right = values.apply(condition.get("RightValue"));
    if (left.getClass() != right.getClass()) {
      throw new RefusedDefinition(
          condition.where() + " compares " + left.kind() + " with " + right.kind());
    }
    if (type.equals("Equals")) {
      return left.equals(right);
    }
    if (!(left instanceof Node.Num number)) {
      throw new RefusedDefinition(condition.where() + " orders " + left.kind());
    }
    int order = number.value().compareTo(((Node.Num) right).value());
    return switch (type) {
      case "GreaterThan" -> order > 0;
      case "GreaterThanOrEqualTo" -> order >= 0;
      case "LessThan" -> order < 0;
      case "LessThanOrEqualTo" -> order <= 0;
      default -> throw new RefusedDefinition(condition.where() + " has the unknown Type " + type);
    };
  }
}
