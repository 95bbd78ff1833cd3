package dev.retrain.runtime.cost;

import static java.util.Objects.requireNonNull;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Currency;

/**
 * Holds an exact amount in a currency. Amounts of two currencies are never added: there is no
 * exchange rate.
 *
 * @param amount amount, not negative
 * @param currency currency code of ISO 4217
 */
public record Money(BigDecimal amount, Currency currency) {

  /** Millionths of the unit: finer than any price list, so that a second of a machine counts. */
  private static final int DECIMALS = 6;

  private static final BigDecimal CENT = new BigDecimal("0.01");
  private static final BigDecimal SECONDS_PER_HOUR = BigDecimal.valueOf(3600);

  /** Strips trailing zeros, so that equal amounts are equal. */
  public Money {
    requireNonNull(currency);
    if (amount.signum() < 0) {
      throw new IllegalArgumentException("an amount of money must not be negative, is " + amount);
    }
    amount = amount.signum() == 0 ? BigDecimal.ZERO : amount.stripTrailingZeros();
  }

  /** Returns an amount of zero. */
  public static Money zero(Currency currency) {
    return new Money(BigDecimal.ZERO, currency);
  }

  /**
   * Returns an amount such as {@code 12.50} in a currency such as {@code EUR}.
   *
   * @throws IllegalArgumentException if there is no such currency or the amount is no number
   */
  public static Money of(String amount, String currency) {
    return new Money(new BigDecimal(amount), Currency.getInstance(currency));
  }

  /**
   * Returns the sum of both.
   *
   * @throws IllegalArgumentException if the currencies differ
   */
  public Money plus(Money other) {
    return new Money(amount.add(inSameCurrency(other).amount), currency);
  }

  /** Returns a multiple of the amount. */
  public Money times(long number) {
    return new Money(amount.multiply(BigDecimal.valueOf(number)), currency);
  }

  /**
   * Returns whether this amount is larger.
   *
   * @throws IllegalArgumentException if the currencies differ
   */
  public boolean isAbove(Money other) {
    return amount.compareTo(inSameCurrency(other).amount) > 0;
  }

  /** Returns the cost of a duration at this price per hour, rounded to millionths of the unit. */
  Money perHourFor(Duration time) {
    BigDecimal seconds =
        BigDecimal.valueOf(time.toSeconds()).add(BigDecimal.valueOf(time.toNanosPart(), 9));
    return new Money(
        amount.multiply(seconds).divide(SECONDS_PER_HOUR, DECIMALS, RoundingMode.HALF_UP),
        currency);
  }

  private Money inSameCurrency(Money other) {
    if (!currency.equals(other.currency)) {
      throw new IllegalArgumentException(
          "amounts in " + currency + " and " + other.currency + " are not comparable");
    }
    return other;
  }

  /**
   * Returns a text such as {@code 12.50 EUR}; with more digits below one unit, so that small costs
   * do not read as zero.
   */
  @Override
  public String toString() {
    int digits = Math.max(0, currency.getDefaultFractionDigits());
    return amount.setScale(shown(digits), RoundingMode.HALF_UP).toPlainString() + " " + currency;
  }

  private int shown(int digits) {
    if (amount.signum() == 0 || amount.compareTo(BigDecimal.ONE) >= 0) {
      return digits;
    }
    return amount.compareTo(CENT) < 0 ? Math.max(digits, DECIMALS) : digits + 2;
  }
}
