package dev.retrain.cli;

import dev.retrain.api.document.Node;
import dev.retrain.api.error.Problem;
import dev.retrain.runtime.cost.CostSheet;
import dev.retrain.spi.backend.Plan;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Writes a plan as JSON. */
final class PlanDocument {

  private PlanDocument() {}

  static Node of(Plan plan, Optional<CostSheet> cost, RollbackPlan rollback) {
    Map<String, Node> document = new LinkedHashMap<>();
    document.put("backend", Node.of(plan.backend()));
    document.put("pipeline", Node.of(plan.pipeline()));
    plan.description().ifPresent(text -> document.put("description", Node.of(text)));
    document.put("contentHash", Node.of(plan.contentHash()));
    document.put("steps", Node.of(plan.steps().stream().map(step -> step(step, cost)).toList()));
    document.put("estimatedCost", cost.map(CostSheet::toNode).orElse(PlanCost.NO_PRICES));
    document.put("problems", problems(plan.problems()));
    document.put("rollback", rollback.toNode());
    return Node.of(document);
  }

  private static Node step(Plan.StepPlan step, Optional<CostSheet> cost) {
    Map<String, Node> document = new LinkedHashMap<>();
    document.put("step", Node.of(step.step()));
    step.description().ifPresent(text -> document.put("description", Node.of(text)));
    document.put("kind", Node.of(step.kind()));
    document.put("becomes", Node.of(step.becomes()));
    document.put("support", Node.of(step.support().word()));
    document.put("how", Node.of(step.support().how()));
    Map<String, Node> features = new LinkedHashMap<>();
    step.features()
        .forEach(
            (capability, support) ->
                features.put(
                    capability.name().toLowerCase(Locale.ROOT),
                    Node.of(
                        Map.of(
                            "support", Node.of(support.word()), "how", Node.of(support.how())))));
    document.put("features", Node.of(features));
    document.put("resources", texts(step.resources()));
    document.put("image", Node.of(step.image()));
    PlanCost.of(step, cost).ifPresent(known -> document.put("estimatedCost", known));
    step.identity().ifPresent(identity -> document.put("identity", Node.of(identity)));
    document.put("hints", texts(step.hints()));
    document.put("notes", Node.of(step.notes().stream().map(Node::of).toList()));
    return Node.of(document);
  }

  private static Node texts(Map<String, String> values) {
    Map<String, Node> nodes = new LinkedHashMap<>();
    values.forEach((key, value) -> nodes.put(key, Node.of(value)));
    return Node.of(nodes);
  }

  static Node problems(List<Problem> problems) {
    return Node.of(problems.stream().map(PlanDocument::problem).toList());
  }

  private static Node problem(Problem problem) {
    Map<String, Node> document = new LinkedHashMap<>();
    document.put("severity", Node.of(problem.isError() ? "error" : "warning"));
    document.put("code", Node.of(problem.code()));
    document.put("path", Node.of(problem.path()));
    document.put("subject", Node.of(problem.subject()));
    document.put("what", Node.of(problem.what()));
    document.put("fix", Node.of(problem.fix()));
    return Node.of(document);
  }
}
