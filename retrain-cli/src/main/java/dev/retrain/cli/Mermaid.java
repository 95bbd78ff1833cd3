package dev.retrain.cli;

import dev.retrain.api.pipeline.Gate;
import dev.retrain.api.pipeline.Pipeline;
import dev.retrain.api.pipeline.Step;
import dev.retrain.spi.backend.Plan;
import dev.retrain.spi.backend.Support;
import java.util.Optional;

/** Draws a pipeline as a Mermaid flowchart with the native form of each step. */
final class Mermaid {

  private static final String GATE = "gate";

  private static final String STYLES =
      """
        classDef emulated stroke-dasharray: 5 5
        classDef unsupported stroke:#b3261e,stroke-width:3px
      """;

  private Mermaid() {}

  static String of(Pipeline pipeline, Plan plan) {
    StringBuilder text = new StringBuilder("flowchart LR\n");
    for (Plan.StepPlan step : plan.steps()) {
      if (!step.kind().equals(GATE)) {
        box(text, step);
      }
    }
    for (Step step : pipeline.steps()) {
      for (String upstream : pipeline.upstream(step)) {
        text.append("  ").append(id(upstream)).append(" --> ").append(id(step.name())).append('\n');
      }
    }
    pipeline.gate().ifPresent(gate -> gate(text, pipeline, gate));
    plan.steps().forEach(step -> support(text, step));
    return text.append(STYLES).toString();
  }

  private static void box(StringBuilder text, Plan.StepPlan step) {
    text.append("  ").append(id(step.step())).append("[\"").append(step.step());
    text.append("<br/>").append(step.becomes().replace("\"", "'")).append("\"]\n");
  }

  /** Marks steps that are not native. */
  private static void support(StringBuilder text, Plan.StepPlan step) {
    if (!(step.support() instanceof Support.Native)) {
      String node = step.kind().equals(GATE) ? "gate_" : id(step.step());
      text.append("  class ").append(node).append(' ').append(step.support().word()).append('\n');
    }
  }

  private static void gate(StringBuilder text, Pipeline pipeline, Gate gate) {
    text.append("  gate_{\"")
        .append(gate.condition().toString().replace("\"", "'").replace("<", "&lt;"))
        .append("\"}\n");
    Optional<Step> judge = pipeline.writerOf(gate.metrics().name());
    judge.ifPresent(step -> text.append("  ").append(id(step.name())).append(" --> gate_\n"));
    text.append("  gate_ -- yes --> register_([\"register ")
        .append(gate.registration().modelName())
        .append("\"])\n");
  }

  /** Adds a prefix, because some step names, such as end, are keywords of Mermaid. */
  private static String id(String step) {
    return "s_" + step.replace('-', '_');
  }
}
