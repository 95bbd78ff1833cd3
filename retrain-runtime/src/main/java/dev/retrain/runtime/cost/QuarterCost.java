package dev.retrain.runtime.cost;

import dev.retrain.api.document.Node;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.IsoFields;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a retraining cost in a quarter.
 *
 * @param quarter such as {@code 2026-Q4}, by UTC
 * @param spent runs that ended, at what they did cost
 * @param avoided firings that a guard held back (cool-down, back-off, budget of runs, quiet hours),
 *     at what the run was expected to cost; a firing held back for one reason counts once, however
 *     long that lasts
 * @param refused firings held back because a run would have cost too much, at what it was expected
 *     to cost
 * @param undecided how often a trigger began to have too little data to say; whether it would have
 *     fired is not known, so no cost is claimed
 */
public record QuarterCost(
    String quarter, CostTotal spent, CostTotal avoided, CostTotal refused, int undecided) {

  static QuarterCost begin(String quarter) {
    return new QuarterCost(quarter, CostTotal.NONE, CostTotal.NONE, CostTotal.NONE, 0);
  }

  /** The quarter of an instant. */
  static String of(Instant at) {
    LocalDate day = at.atZone(ZoneOffset.UTC).toLocalDate();
    return day.getYear() + "-Q" + day.get(IsoFields.QUARTER_OF_YEAR);
  }

  /** The document form. */
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
