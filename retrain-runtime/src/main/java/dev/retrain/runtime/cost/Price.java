package dev.retrain.runtime.cost;

import static java.util.Objects.requireNonNull;

import dev.retrain.api.document.ObjectShape;
import dev.retrain.api.document.Shape;
import dev.retrain.api.document.Shapes;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Holds the price of a machine per hour from a day on, until a later price of the same machine.
 *
 * @param backend such as {@code sagemaker}
 * @param machine as {@code plan} prints it; {@code *} stands for any characters
 * @param from the first day it is valid, in UTC
 * @param perHour of one machine, not negative
 * @param spotPerHour of one machine that may be taken away; empty when there is no such price
 */
public record Price(
    String backend,
    String machine,
    LocalDate from,
    BigDecimal perHour,
    Optional<BigDecimal> spotPerHour) {

  private static final Shape<LocalDate> DATE = Shapes.text().as(Price::date, LocalDate::toString);

  /** Checks the range. */
  public Price {
    requireNonNull(from);
    if (backend.isBlank() || machine.isBlank()) {
      throw new IllegalArgumentException("a price names a backend and a machine");
    }
    if (perHour.signum() < 0 || spotPerHour.filter(spot -> spot.signum() < 0).isPresent()) {
      throw new IllegalArgumentException("the price of " + machine + " must not be negative");
    }
  }

  /** Returns whether it applies to a machine of a backend. */
  boolean isFor(String aBackend, String aMachine) {
    return backend.equals(aBackend)
        && Pattern.matches("\\Q" + machine.replace("*", "\\E.*\\Q") + "\\E", aMachine);
  }

  /**
   * Returns how specific the name is: the more characters without wildcard, the better; a full name
   * is best.
   */
  int precision() {
    return machine.contains("*") ? machine.replace("*", "").length() : Integer.MAX_VALUE;
  }

  static Shape<Price> shape() {
    ObjectShape.Builder<Price> all = ObjectShape.named("Price");
    var backend = all.required("backend", Shapes.text(), Price::backend, "such as sagemaker");
    var machine =
        all.required(
            "machine",
            Shapes.text(),
            Price::machine,
            "as retrain plan prints it, such as ml.m5.xlarge; * stands for any characters");
    var from = all.required("from", DATE, Price::from, "the first day it is valid, in UTC");
    var perHour = all.required("perHour", Shapes.decimal(), Price::perHour, "of one machine");
    var spot =
        all.maybe(
            "spotPerHour",
            Shapes.decimal(),
            Price::spotPerHour,
            "of one machine that may be taken away");
    return all.build(
        f -> new Price(f.get(backend), f.get(machine), f.get(from), f.get(perHour), f.find(spot)));
  }

  private static LocalDate date(String text) {
    try {
      return LocalDate.parse(text);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException("'" + text + "' is no day such as 2026-01-31", e);
    }
  }
}
