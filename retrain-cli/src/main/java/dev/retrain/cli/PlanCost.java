package dev.retrain.cli;

import dev.retrain.api.document.Node;
import dev.retrain.runtime.cost.CostSheet;
import dev.retrain.runtime.cost.Money;
import dev.retrain.runtime.cost.StepCost;
import dev.retrain.spi.backend.Plan.StepPlan;
import java.io.PrintWriter;
import java.util.Map;
import java.util.Optional;

/** What the steps of a plan are estimated to cost, for people and as JSON. */
final class PlanCost {

  /** What is said without a price list. */
  static final Node NO_PRICES =
      Node.of(Map.of("unknown", Node.of("there is no price list: name one with --prices")));

  private PlanCost() {}

  /** The cost of one step as JSON; the gate is not counted. */
  static Optional<Node> of(StepPlan step, Optional<CostSheet> cost) {
    return cost.isEmpty() ? Optional.of(NO_PRICES) : cost.get().toNode(step.step());
  }

  /** The cost of one step in a cell. */
  static String cell(StepPlan step, CostSheet cost) {
    return find(step, cost)
        .map(found -> found.cost().map(Money::toString).orElse("unknown"))
        .orElse("-");
  }

  private static Optional<StepCost> find(StepPlan step, CostSheet cost) {
    return cost.steps().stream().filter(one -> one.step().equals(step.step())).findFirst();
  }

  /** What each cost rests on, and the sum. */
  static void print(Optional<CostSheet> cost, PrintWriter out) {
    if (cost.isEmpty()) {
      out.println("estimated cost: unknown, name a price list with --prices");
      return;
    }
    out.println("estimated cost of a run: " + cost.get());
    cost.get().steps().forEach(step -> out.println("  " + step.step() + ": " + words(step)));
  }

  private static String words(StepCost step) {
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
