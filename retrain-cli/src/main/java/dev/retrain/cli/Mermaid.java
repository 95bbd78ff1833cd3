package dev.retrain.cli;

import dev.retrain.api.pipeline.Gate;
import dev.retrain.api.pipeline.Pipeline;
import dev.retrain.api.pipeline.Step;
import java.util.Optional;

/** A pipeline's graph as a Mermaid flowchart. */
final class Mermaid {

  private Mermaid() {}

  static String of(Pipeline pipeline) {
    StringBuilder text = new StringBuilder("flowchart LR\n");
    for (Step step : pipeline.steps()) {
      text.append("  ").append(id(step.name())).append("[\"").append(step.name()).append("\"]\n");
    }
    for (Step step : pipeline.steps()) {
      for (String upstream : pipeline.upstream(step)) {
        text.append("  ").append(id(upstream)).append(" --> ").append(id(step.name())).append('\n');
      }
    }
    pipeline.gate().ifPresent(gate -> gate(text, pipeline, gate));
    return text.toString();
  }

  private static void gate(StringBuilder text, Pipeline pipeline, Gate gate) {
    text.append("  gate_{\"")
        .append(gate.condition().toString().replace("\"", "'"))
        .append("\"}\n");
    Optional<Step> judge = pipeline.writerOf(gate.metrics().name());
    judge.ifPresent(step -> text.append("  ").append(id(step.name())).append(" --> gate_\n"));
    text.append("  gate_ -- yes --> register_([\"register ")
        .append(gate.registration().modelName())
        .append("\"])\n");
  }

  /** Some step names, such as end, are words of Mermaid's own. */
  private static String id(String step) {
    return "s_" + step.replace('-', '_');
  }
}
