package dev.retrain.runtime.cost;

import static java.util.Objects.requireNonNull;

import dev.retrain.api.document.DocumentReader;
import dev.retrain.api.document.Node;
import dev.retrain.api.document.ObjectShape;
import dev.retrain.api.document.Shape;
import dev.retrain.api.document.Shapes;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Currency;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Lists the cost of a run by step. The gate is not counted.
 *
 * @param currency currency of every cost
 * @param steps steps in the pipeline's order
 */
public record CostSheet(Currency currency, List<StepCost> steps) {

  private static final Shape<Line> LINE = line();
  private static final Shape<CostSheet> SHAPE = makeShape();

  /** Copies the list. */
  public CostSheet {
    requireNonNull(currency);
    steps = List.copyOf(steps);
  }

  /** Returns the sum of known costs, a lower bound unless the sheet is {@link #complete()}. */
  public Money total() {
    return steps.stream()
        .flatMap(step -> step.cost().stream())
        .reduce(Money.zero(currency), Money::plus);
  }

  /** Returns whether the cost of every step is known. */
  public boolean complete() {
    return unknowns().isEmpty();
  }

  /** Returns the steps of unknown cost. */
  public List<StepCost> unknowns() {
    return steps.stream().filter(step -> step.cost().isEmpty()).toList();
  }

  /** Returns why the cost of some steps is unknown, in one sentence; empty if all are known. */
  public String whyUnknown() {
    return unknowns().stream()
        .map(step -> "step " + step.step() + ": " + step.unknown().orElse(""))
        .collect(Collectors.joining("; "));
  }

  /** Returns the document form. */
  public Node toNode() {
    return SHAPE.write(this);
  }

  /** Returns the document form of one step, with the currency; empty if there is no such step. */
  public Optional<Node> toNode(String step) {
    return steps.stream()
        .filter(one -> one.step().equals(step))
        .findFirst()
        .map(
            one -> {
              Map<String, Node> line = new LinkedHashMap<>();
              line.put("currency", Node.of(currency.getCurrencyCode()));
              line.putAll(((Node.Mapping) LINE.write(Line.of(one))).entries());
              line.remove("step");
              return Node.of(line);
            });
  }

  /** Reads the document form. */
  static CostSheet fromNode(Node node) {
    return DocumentReader.of(SHAPE, node, "a cost");
  }

  /** Returns {@code 12.50 EUR}, {@code at least 12.50 EUR} or {@code unknown}. */
  @Override
  public String toString() {
    if (complete()) {
      return total().toString();
    }
    return unknowns().size() == steps.size() ? "unknown" : "at least " + total();
  }

  /** Holds a step in the document form, with amounts in the sheet's currency. */
  private record Line(
      String step,
      String machine,
      int machines,
      boolean spot,
      Optional<BigDecimal> seconds,
      Optional<MachineTime.Basis> basis,
      int runs,
      Optional<BigDecimal> perHour,
      Optional<BigDecimal> cost,
      Optional<String> unknown) {

    static Line of(StepCost step) {
      return new Line(
          step.step(),
          step.machines().type(),
          step.machines().count(),
          step.machines().spot(),
          step.time().map(time -> BigDecimal.valueOf(time.duration().toMillis(), 3)),
          step.time().map(MachineTime::basis),
          step.time().map(MachineTime::runs).orElse(0),
          step.perHour().map(Money::amount),
          step.cost().map(Money::amount),
          step.unknown());
    }

    StepCost in(Currency currency) {
      return new StepCost(
          step,
          new StepMachines(machine, machines, spot),
          seconds.flatMap(
              time ->
                  basis.map(
                      known ->
                          new MachineTime(
                              Duration.ofMillis(time.movePointRight(3).longValue()), known, runs))),
          perHour.map(amount -> new Money(amount, currency)),
          cost.map(amount -> new Money(amount, currency)),
          unknown);
    }
  }

  private static Shape<CostSheet> makeShape() {
    ObjectShape.Builder<CostSheet> all = ObjectShape.named("CostSheet");
    var currency =
        all.required(
            "currency",
            Shapes.text().as(PriceList::currencyOf, Currency::getCurrencyCode),
            CostSheet::currency,
            "ISO 4217");
    all.required("total", Shapes.decimal(), sheet -> sheet.total().amount(), "of what is known");
    all.required("complete", Shapes.bool(), CostSheet::complete, "whether all is known");
    var steps =
        all.required(
            "steps",
            Shapes.list(LINE),
            sheet -> sheet.steps().stream().map(Line::of).toList(),
            "in order");
    return all.build(
        f ->
            new CostSheet(
                f.get(currency),
                f.get(steps).stream().map(line -> line.in(f.get(currency))).toList()));
  }

  private static Shape<Line> line() {
    ObjectShape.Builder<Line> all = ObjectShape.named("StepCost");
    var step = all.required("step", Shapes.text(), Line::step, "its name");
    var machine = all.required("machine", Shapes.text(), Line::machine, "as plan prints it");
    var machines =
        all.optional(
            "machines",
            Shapes.integer(1, Integer.MAX_VALUE),
            1L,
            l -> (long) l.machines(),
            "at once");
    var spot = all.optional("spot", Shapes.bool(), false, Line::spot, "may be taken away");
    var seconds = all.maybe("seconds", Shapes.decimal(), Line::seconds, "it takes them");
    var basis =
        all.maybe(
            "basis", Shapes.choice(MachineTime.Basis.class), Line::basis, "how that is known");
    var runs =
        all.optional(
            "runs", Shapes.integer(0, Integer.MAX_VALUE), 0L, l -> (long) l.runs(), "earlier ones");
    var perHour = all.maybe("perHour", Shapes.decimal(), Line::perHour, "price of a machine");
    var cost = all.maybe("cost", Shapes.decimal(), Line::cost, "of the step");
    var unknown = all.maybe("unknown", Shapes.text(), Line::unknown, "why there is no cost");
    return all.build(
        f ->
            new Line(
                f.get(step),
                f.get(machine),
                Math.toIntExact(f.get(machines)),
                f.get(spot),
                f.find(seconds),
                f.find(basis),
                Math.toIntExact(f.get(runs)),
                f.find(perHour),
                f.find(cost),
                f.find(unknown)));
  }
}
