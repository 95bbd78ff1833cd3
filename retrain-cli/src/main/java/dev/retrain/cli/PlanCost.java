package dev.retrain.cli;

import dev.retrain.api.document.Node;
import dev.retrain.runtime.cost.CostSheet;
import dev.retrain.runtime.cost.Money;
import dev.retrain.runtime.cost.StepCost;
import dev.retrain.spi.backend.Plan.StepPlan;
import java.io.PrintWriter;
import java.util.Map;
import java.util.Optional;

/** The estimated costs of the steps of a plan, as text and as JSON. */
final class PlanCost {

  /** The document printed without a price list. */
  static final Node NO_PRICES =
      Node.of(Map.of("unknown", Node.of("there is no price list: name one with --prices")));

  private PlanCost() {}

  /** Returns the cost of a step as JSON; the gate is not counted. */
  static Optional<Node> of(StepPlan step, Optional<CostSheet> cost) {
    return cost.isEmpty() ? Optional.of(NO_PRICES) : cost.get().toNode(step.step());
  }

  /** Returns the cost of a step as a table cell. */
  static String cell(StepPlan step, CostSheet cost) {
    return find(step, cost)
        .map(found -> found.cost().map(Money::toString).orElse("unknown"))
        .orElse("-");
  }

  private static Optional<StepCost> find(StepPlan step, CostSheet cost) {
    return cost.steps().stream().filter(one -> one.step().equals(step.step())).findFirst();
  }

  /** Prints the sum and the basis of each cost. */
  static void print(Optional<CostSheet> cost, PrintWriter out) {
    if (cost.isEmpty()) {
      out.println("estimated cost: unknown; name a price list with --prices");
      return;
    }
    out.println("estimated cost of a run: " + cost.get());
    cost.get().steps().forEach(step -> out.println("  " + step.step() + ": " + describe(step)));
  }

  private static String describe(StepCost step) {
    return step.unknown()
        .map(why -> "unknown: " + why)
        .orElseGet(
            () ->
                step.cost().orElseThrow()
                    + " = "
                    + step.machines()
                    + " at "
                    + step.perHour().orElseThrow()
                    + "/h for "
                    + step.time().orElseThrow());
  }
}
