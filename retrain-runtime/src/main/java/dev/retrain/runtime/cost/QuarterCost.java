package dev.retrain.runtime.cost;

import dev.retrain.api.document.Node;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.IsoFields;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Holds the costs of a retraining in a quarter.
 *
 * @param quarter quarter in UTC, such as {@code 2026-Q4}
 * @param spent ended runs, with their cost
 * @param avoided firings that a guard held back (cool-down, back-off, budget of runs, quiet hours),
 *     with the expected cost of the run; a firing held back for one reason counts once, however
 *     long that lasts
 * @param refused firings held back because a run would have cost too much, with its expected cost
 * @param undecided how often a trigger became undecided for lack of data; whether it would have
 *     fired is unknown, so no cost is counted
 */
public record QuarterCost(
    String quarter, CostTotal spent, CostTotal avoided, CostTotal refused, int undecided) {

  static QuarterCost begin(String quarter) {
    return new QuarterCost(quarter, CostTotal.NONE, CostTotal.NONE, CostTotal.NONE, 0);
  }

  /** Returns the quarter of an instant. */
  static String of(Instant at) {
    LocalDate day = at.atZone(ZoneOffset.UTC).toLocalDate();
    return day.getYear() + "-Q" + day.get(IsoFields.QUARTER_OF_YEAR);
  }

  /** Returns the document form. */
  public Node toNode() {
    Map<String, Node> document = new LinkedHashMap<>();
    document.put("quarter", Node.of(quarter));
    document.put("spent", spent.toNode());
    document.put("avoided", avoided.toNode());
    document.put("refused", refused.toNode());
    document.put("undecided", Node.of(undecided));
    return Node.of(document);
  }
}
