package dev.retrain.cli;

import dev.retrain.api.error.Problem;
import dev.retrain.runtime.cost.CostSheet;
import dev.retrain.spi.backend.Plan;
import dev.retrain.spi.backend.Support;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Prints a plan as a table. */
final class PlanText {

  private PlanText() {}

  static void print(Plan plan, Optional<CostSheet> cost, PrintWriter out) {
    out.println(
        plan.pipeline()
            + " ("
            + plan.contentHash().substring(0, 12)
            + ") on "
            + plan.backend()
            + ":");
    plan.description().ifPresent(text -> out.println("  " + onOneLine(text)));
    table(plan, cost).print(out);
    plan.steps().forEach(step -> details(step, out));
    PlanCost.print(cost, out);
    plan.problems().stream()
        .filter(problem -> !problem.isError())
        .map(Problem::toString)
        .forEach(out::println);
  }

  private static TextTable table(Plan plan, Optional<CostSheet> cost) {
    List<String> header =
        new ArrayList<>(
            List.of("STEP", "KIND", "SUPPORT", "BECOMES", "RESOURCES", "IDENTITY", "IMAGE"));
    cost.ifPresent(known -> header.add(2, "COST"));
    TextTable table = new TextTable(header.toArray(String[]::new));
    for (Plan.StepPlan step : plan.steps()) {
      List<String> cells = new ArrayList<>(cells(step));
      cost.ifPresent(known -> cells.add(2, PlanCost.cell(step, known)));
      table.row(cells.toArray(String[]::new));
    }
    return table;
  }

  private static List<String> cells(Plan.StepPlan step) {
    return List.of(
        step.step(),
        step.kind(),
        step.support().word(),
        step.becomes(),
        step.resources().entrySet().stream().map(Object::toString).collect(Collectors.joining(" ")),
        step.identity().orElse(""),
        shortened(step.image()));
  }

  /** A description may have several lines; the plan has one for each fact. */
  private static String onOneLine(String text) {
    return text.strip().replaceAll("\\p{Cntrl}+", " ");
  }

  private static void details(Plan.StepPlan step, PrintWriter out) {
    step.description().ifPresent(text -> out.println("  " + step.step() + ": " + onOneLine(text)));
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
    step.hints()
        .forEach((key, value) -> out.println("  " + step.step() + ": hint " + key + "=" + value));
    step.notes().forEach(note -> out.println("  " + step.step() + ": " + note));
  }

  /** Shortens digests to their first digits. */
  private static String shortened(String image) {
    return image.replaceAll("(@sha256:[0-9a-f]{8})[0-9a-f]{56}", "$1");
  }
}
