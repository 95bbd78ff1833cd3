package dev.retrain.api.retraining;

import dev.retrain.api.document.ObjectShape;
import dev.retrain.api.document.Shape;
import dev.retrain.api.document.Shapes;
import dev.retrain.api.retraining.Guards.Budget;
import dev.retrain.api.retraining.Guards.QuietHours;
import dev.retrain.api.retraining.Guards.Spending;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.function.Function;

/** The document form of guards. */
final class GuardsShape {

  static final Shape<Guards> SHAPE = guards();

  private GuardsShape() {}

  private static Shape<Guards> guards() {
    ObjectShape.Builder<Guards> all = ObjectShape.named("Guards");
    var cooldown =
        all.optional(
            "cooldown", Shapes.duration(), Duration.ZERO, Guards::cooldown, "between two starts");
    var budget = all.maybe("budget", budget(), Guards::budget, "of runs");
    var quiet = all.maybe("quietHours", quietHours(), Guards::quietHours, "when no run starts");
    var spending = all.maybe("spending", spending(), Guards::spending, "of money");
    var giveUp =
        all.optional(
            "giveUpAfter",
            Shapes.integer(1, 100_000),
            (long) Guards.GIVE_UP_AFTER,
            g -> (long) g.giveUpAfter(),
            "challengers rejected in a row");
    var undecided =
        all.optional(
            "undecidedAtMost",
            Shapes.integer(1, 100_000),
            (long) Guards.UNDECIDED_AT_MOST,
            g -> (long) g.undecidedAtMost(),
            "challengers in a row");
    return all.build(
        f ->
            new Guards(
                f.get(cooldown),
                f.find(budget),
                f.find(quiet),
                f.find(spending),
                Math.toIntExact(f.get(giveUp)),
                Math.toIntExact(f.get(undecided))));
  }

  private static Shape<Budget> budget() {
    ObjectShape.Builder<Budget> all = ObjectShape.named("Budget");
    var runs = all.required("runs", Shapes.integer(1, 100_000), b -> (long) b.runs(), "at most");
    var period = all.required("period", Shapes.duration(), Budget::period, "any");
    return all.build(f -> new Budget(Math.toIntExact(f.get(runs)), f.get(period)));
  }

  private static Shape<QuietHours> quietHours() {
    Shape<LocalTime> time =
        Shapes.text()
            .as(time("a time of day such as 22:00", LocalTime::parse), LocalTime::toString);
    ObjectShape.Builder<QuietHours> all = ObjectShape.named("QuietHours");
    var from = all.required("from", time, QuietHours::from, "inclusive");
    var to = all.required("to", time, QuietHours::to, "exclusive");
    var zone =
        all.optional(
            "zone",
            Shapes.text().as(time("a zone such as Europe/Paris", ZoneId::of), ZoneId::getId),
            ZoneOffset.UTC,
            QuietHours::zone,
            "whose time of day");
    return all.build(f -> new QuietHours(f.get(from), f.get(to), f.get(zone)));
  }

  private static <T> Function<String, T> time(String what, Function<String, T> parse) {
    return text -> {
      try {
        return parse.apply(text);
      } catch (DateTimeException e) {
        throw new IllegalArgumentException("'" + text + "' is not " + what, e);
      }
    };
  }

  private static Shape<Spending> spending() {
    ObjectShape.Builder<Spending> all = ObjectShape.named("Spending");
    var amount =
        all.required(
            "amount", Shapes.decimal(), Spending::amount, "in the currency of the price list");
    var period = all.required("period", Shapes.duration(), Spending::period, "any");
    return all.build(f -> new Spending(f.get(amount), f.get(period)));
  }
}
