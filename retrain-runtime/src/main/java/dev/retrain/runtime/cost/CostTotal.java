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
 * How often something happened and what it amounts to, currency by currency.
 *
 * @param count how often
 * @param unknown how often without a known amount, or with only part of it known
 * @param amounts what is known, by currency
 */
public record CostTotal(int count, int unknown, List<Money> amounts) {

  /** Never. */
  public static final CostTotal NONE = new CostTotal(0, 0, List.of());

  /** Copies the list. */
  public CostTotal {
    amounts = List.copyOf(amounts);
  }

  /** Once more, at a cost that may not be known. */
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

  /** Both together. */
  public CostTotal plus(CostTotal other) {
    Map<String, Money> sums = new TreeMap<>();
    List<Money> all = new ArrayList<>(amounts);
    all.addAll(other.amounts);
    all.forEach(amount -> sums.merge(amount.currency().getCurrencyCode(), amount, Money::plus));
    return new CostTotal(count + other.count, unknown + other.unknown, List.copyOf(sums.values()));
  }

  /** The document form. */
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

  /** {@code 12.50 EUR (3)}, with how many of them are not known. */
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
