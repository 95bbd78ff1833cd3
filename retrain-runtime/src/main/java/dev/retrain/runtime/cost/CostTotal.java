package dev.retrain.runtime.cost;

import dev.retrain.api.document.Node;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Counts events and sums their costs by currency.
 *
 * @param count number of events
 * @param unknown number of events whose amount is unknown or incomplete
 * @param amounts known amounts by currency
 */
public record CostTotal(int count, int unknown, List<Money> amounts) {

  /** No event. */
  public static final CostTotal NONE = new CostTotal(0, 0, List.of());

  /** Copies the list. */
  public CostTotal {
    amounts = List.copyOf(amounts);
  }

  /** Adds one event, with a cost that may be unknown. */
  CostTotal and(Optional<CostSheet> cost) {
    boolean known = cost.filter(CostSheet::complete).isPresent();
    List<Money> amount =
        cost
            .map(CostSheet::total)
            .filter(total -> known || total.amount().signum() > 0) // a known 0 is an amount
            .stream()
            .toList();
    return plus(new CostTotal(1, known ? 0 : 1, amount));
  }

  /** Returns the sum of both. */
  public CostTotal plus(CostTotal other) {
    Map<String, Money> sums = new TreeMap<>();
    List<Money> all = new ArrayList<>(amounts);
    all.addAll(other.amounts);
    all.forEach(amount -> sums.merge(amount.currency().getCurrencyCode(), amount, Money::plus));
    return new CostTotal(count + other.count, unknown + other.unknown, List.copyOf(sums.values()));
  }

  /** Returns the document form. */
  public Node toNode() {
    Map<String, Node> document = new LinkedHashMap<>();
    document.put("count", Node.of(count));
    document.put("unknown", Node.of(unknown));
    document.put(
        "amounts",
        Node.of(
            amounts.stream()
                .map(
                    money ->
                        (Node)
                            Node.of(
                                Map.of(
                                    "amount",
                                    new Node.Num(money.amount(), Optional.empty()),
                                    "currency",
                                    Node.of(money.currency().getCurrencyCode()))))
                .toList()));
    return Node.of(document);
  }

  /** Returns {@code 12.50 EUR (3)}, with the number of unknown ones. */
  @Override
  public String toString() {
    if (count == 0) {
      return "-";
    }
    String sum =
        amounts.isEmpty()
            ? (unknown == count ? "unknown" : "nothing")
            : amounts.stream().map(Money::toString).collect(Collectors.joining(" + "));
    boolean partly = unknown > 0 && unknown < count;
    return sum + " (" + count + (partly ? ", " + unknown + " of unknown cost)" : ")");
  }
}
