package dev.retrain.cli;

import dev.retrain.api.backend.Plan;
import dev.retrain.api.backend.Support;
import dev.retrain.api.error.Problem;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** A plan as a table. */
final class PlanText {

  private PlanText() {}

  static void print(Plan plan, PrintWriter out) {
    out.println(
        plan.pipeline()
            + " ("
            + plan.contentHash().substring(0, 12)
            + ") on "
            + plan.backend()
            + ":");
    TextTable table = new TextTable("STEP", "KIND", "SUPPORT", "BECOMES", "RESOURCES", "IMAGE");
    for (Plan.StepPlan step : plan.steps()) {
      table.row(
          step.step(),
          step.kind(),
          step.support().word(),
          step.becomes(),
          step.resources().entrySet().stream()
              .map(Object::toString)
              .collect(Collectors.joining(" ")),
          shortened(step.image()));
    }
    table.print(out);
    plan.steps().forEach(step -> details(step, out));
    plan.problems().stream()
        .filter(problem -> !problem.isError())
        .map(Problem::toString)
        .forEach(out::println);
  }

  private static void details(Plan.StepPlan step, PrintWriter out) {
    for (Map.Entry<?, Support> feature : step.features().entrySet()) {
      if (!(feature.getValue() instanceof Support.Native)) {
        out.println(
            "  "
                + step.step()
                + ": "
                + feature.getKey().toString().toLowerCase(Locale.ROOT)
                + " is "
                + feature.getValue().word()
                + ": "
                + feature.getValue().how());
      }
    }
    step.identity()
        .ifPresent(identity -> out.println("  " + step.step() + ": runs as " + identity));
    step.hints()
        .forEach((key, value) -> out.println("  " + step.step() + ": hint " + key + "=" + value));
    step.notes().forEach(note -> out.println("  " + step.step() + ": " + note));
  }

  /** A digest says nothing to the eye beyond its first digits. */
  private static String shortened(String image) {
    return image.replaceAll("(@sha256:[0-9a-f]{8})[0-9a-f]{56}", "$1");
  }
}
