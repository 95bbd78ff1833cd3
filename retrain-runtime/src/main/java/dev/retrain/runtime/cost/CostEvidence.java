package dev.retrain.runtime.cost;

import dev.retrain.api.document.Node;
import dev.retrain.api.error.InvalidDefinitionException;
import dev.retrain.api.retraining.Decision;
import java.util.Map;
import java.util.Optional;

/**
 * Writes costs into the evidence of decisions and reads them: {@code cost: {projected}} or {@code
 * {billed}}.
 */
public final class CostEvidence {

  /** The key of costs in the evidence. */
  public static final String COST = "cost";

  private static final String PROJECTED = "projected";
  private static final String BILLED = "billed";

  private CostEvidence() {}

  /** Returns the evidence of expected costs. */
  public static Node projected(CostSheet sheet) {
    return Node.of(Map.of(PROJECTED, sheet.toNode()));
  }

  /** Returns the evidence of billed costs. */
  public static Node billed(CostSheet sheet) {
    return Node.of(Map.of(BILLED, sheet.toNode()));
  }

  /** Returns the expected costs of a decision's run. */
  public static Optional<CostSheet> projected(Decision decision) {
    return sheet(decision, PROJECTED);
  }

  /** Returns the billed costs of a decision's run. */
  public static Optional<CostSheet> billed(Decision decision) {
    return sheet(decision, BILLED);
  }

  private static Optional<CostSheet> sheet(Decision decision, String kind) {
    return decision
        .evidence()
        .get(COST)
        .filter(Node.Mapping.class::isInstance)
        .flatMap(cost -> ((Node.Mapping) cost).get(kind))
        .flatMap(CostEvidence::read);
  }

  /** Ignores a key of this name that a trigger uses for something else. */
  private static Optional<CostSheet> read(Node node) {
    try {
      return Optional.of(CostSheet.fromNode(node));
    } catch (InvalidDefinitionException e) {
      return Optional.empty();
    }
  }
}
