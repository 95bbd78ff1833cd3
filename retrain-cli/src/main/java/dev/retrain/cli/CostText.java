package dev.retrain.cli;

import dev.retrain.api.document.Node;
import dev.retrain.runtime.cost.CostTotal;
import dev.retrain.runtime.cost.QuarterCost;
import java.io.PrintWriter;
import java.util.List;
import java.util.stream.Stream;

/** What was spent, avoided and refused, for people and as JSON. */
final class CostText {

  private CostText() {}

  static Node document(List<QuarterCost> quarters) {
    return Node.of(quarters.stream().map(QuarterCost::toNode).toList());
  }

  /** Whether any amount is known: without prices there is nothing to tell. */
  static boolean tells(List<QuarterCost> quarters) {
    return quarters.stream()
        .flatMap(quarter -> Stream.of(quarter.spent(), quarter.avoided(), quarter.refused()))
        .map(CostTotal::amounts)
        .anyMatch(amounts -> !amounts.isEmpty());
  }

  static void print(List<QuarterCost> quarters, PrintWriter out) {
    TextTable table = new TextTable("QUARTER", "SPENT", "AVOIDED", "REFUSED", "UNDECIDED");
    for (QuarterCost quarter : quarters) {
      table.row(
          quarter.quarter(),
          quarter.spent().toString(),
          quarter.avoided().toString(),
          quarter.refused().toString(),
          Integer.toString(quarter.undecided()));
    }
    table.print(out);
  }
}
