package dev.retrain.runtime.cost;

import static java.util.Objects.requireNonNull;

import dev.retrain.api.document.DocumentReader;
import dev.retrain.api.document.Documents;
import dev.retrain.api.document.Node;
import dev.retrain.api.document.ObjectShape;
import dev.retrain.api.document.SchemaDefinitions;
import dev.retrain.api.document.Shape;
import dev.retrain.api.document.Shapes;
import dev.retrain.api.error.InvalidDefinitionException;
import dev.retrain.api.error.Problem;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Currency;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Holds the prices that a user supplies, in one currency: by backend and machine, each from a day
 * on. No price is built in. Immutable.
 *
 * @param currency currency of every price
 * @param about source of the prices, for readers
 * @param prices prices, at least one
 */
public record PriceList(Currency currency, Optional<String> about, List<Price> prices) {

  private static final String FORMAT = "prices/v1";
  private static final Shape<PriceList> SHAPE = makeShape();

  /**
   * Copies the list and checks that no two prices are of the same machine and day.
   *
   * @throws InvalidDefinitionException with every problem
   */
  public PriceList {
    requireNonNull(currency);
    requireNonNull(about);
    prices = List.copyOf(prices);
    List<Problem> problems = problems(prices);
    if (!problems.isEmpty()) {
      throw new InvalidDefinitionException("the price list", problems);
    }
  }

  /**
   * Reads a list from YAML or JSON.
   *
   * @throws InvalidDefinitionException with every problem, each with its line
   */
  public static PriceList read(Path file) {
    return DocumentReader.of(SHAPE, Documents.read(file), "price list " + file);
  }

  /** Reads a list from a parsed document. */
  public static PriceList fromNode(Node node) {
    return DocumentReader.of(SHAPE, node, "the price list");
  }

  /** Returns the JSON Schema of the document form. */
  public static String jsonSchema() {
    return Documents.json(SchemaDefinitions.schemaOf(SHAPE, "retrain prices"));
  }

  /** Returns the document form. */
  public Node toNode() {
    return SHAPE.write(this);
  }

  /**
   * Returns the price per hour of one machine at a time: the latest of the most specific name. A
   * spot machine has the full price if there is no spot price.
   */
  Optional<Money> perHour(String backend, StepMachines machines, Instant at) {
    return prices.stream()
        .filter(price -> price.isFor(backend, machines.type()))
        .filter(price -> !price.from().isAfter(at.atZone(ZoneOffset.UTC).toLocalDate()))
        .max(Comparator.comparingInt(Price::precision).thenComparing(Price::from))
        .map(
            price ->
                machines.spot() ? price.spotPerHour().orElse(price.perHour()) : price.perHour())
        .map(amount -> new Money(amount, currency));
  }

  private static List<Problem> problems(List<Price> prices) {
    List<Problem> problems = new ArrayList<>();
    if (prices.isEmpty()) {
      problems.add(
          Problem.error(
              "no-price", "prices", "price list", "it holds no price", "Add one, or leave it out"));
    }
    Set<List<Object>> seen = new HashSet<>();
    for (int i = 0; i < prices.size(); i++) {
      Price price = prices.get(i);
      if (!seen.add(List.of(price.backend(), price.machine(), price.from()))) {
        problems.add(
            Problem.error(
                "duplicate-price",
                "prices[" + i + "]",
                price.backend() + " " + price.machine(),
                "there are two prices from " + price.from(),
                "Leave one of them out"));
      }
    }
    return problems;
  }

  private static Shape<PriceList> makeShape() {
    ObjectShape.Builder<PriceList> all = ObjectShape.named("PriceList");
    all.required("retrain", Shapes.text().as(PriceList::format, f -> f), p -> FORMAT, FORMAT);
    var currency =
        all.required(
            "currency",
            Shapes.text().as(PriceList::currencyOf, Currency::getCurrencyCode),
            PriceList::currency,
            "ISO 4217, such as EUR");
    var about = all.maybe("about", Shapes.text(), PriceList::about, "where they come from");
    var prices =
        all.required("prices", Shapes.list(Price.shape()), PriceList::prices, "at least one");
    return all.build(f -> new PriceList(f.get(currency), f.find(about), f.get(prices)));
  }

  private static String format(String text) {
    if (!text.equals(FORMAT)) {
      throw new IllegalArgumentException("this version reads " + FORMAT + ", not '" + text + "'");
    }
    return text;
  }

  static Currency currencyOf(String code) {
    try {
      return Currency.getInstance(code);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("'" + code + "' is no currency such as EUR", e);
    }
  }
}
