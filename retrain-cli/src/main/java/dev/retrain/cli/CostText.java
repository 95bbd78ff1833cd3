package dev.retrain.cli;

import dev.retrain.api.document.Node;
import dev.retrain.runtime.cost.CostTotal;
import dev.retrain.runtime.cost.QuarterCost;
import java.io.PrintWriter;
import java.util.List;
import java.util.stream.Stream;

/** Costs spent, avoided and refused, as text and as JSON. */
final class CostText {

  private CostText() {}

  static Node document(List<QuarterCost> quarters) {
    return Node.of(quarters.stream().map(QuarterCost::toNode).toList());
  }

  /** Returns whether any amount is known; without prices none is. */
  static boolean hasAmounts(List<QuarterCost> quarters) {
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
