package dev.retrain.api.retraining;

import static java.util.Objects.requireNonNull;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Optional;

/**
 * The limits that stop a run although a trigger fired. One run at a time per retraining is always a
 * guard.
 *
 * @param cooldown the least time between the starts of two runs, not negative; doubled with every
 *     challenger rejected in a row after the first
 * @param budget how many runs at most in a period
 * @param quietHours when no run starts
 * @param spending how much runs may cost in a period
 * @param giveUpAfter how many challengers in a row may be rejected before the retraining halts, at
 *     least 1
 * @param undecidedAtMost how many challengers in a row the evaluator may leave undecided until the
 *     last of them counts as rejected, at least 1; until then each waits for other data
 */
public record Guards(
    Duration cooldown,
    Optional<Budget> budget,
    Optional<QuietHours> quietHours,
    Optional<Spending> spending,
    int giveUpAfter,
    int undecidedAtMost) {

  /** How many challengers in a row may be rejected, by default. */
  public static final int GIVE_UP_AFTER = 4;

  /** How many challengers in a row may be left undecided, by default. */
  public static final int UNDECIDED_AT_MOST = 3;

  /** No guard but one run at a time. */
  public static final Guards NONE =
      new Guards(
          Duration.ZERO,
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          GIVE_UP_AFTER,
          UNDECIDED_AT_MOST);

  /**
   * A number of runs in any period of this length.
   *
   * @param runs at least 1
   * @param period above 0
   */
  public record Budget(int runs, Duration period) {
    /** Checks the ranges. */
    public Budget {
      if (runs < 1) {
        throw new IllegalArgumentException("a budget allows at least 1 run, not " + runs);
      }
      positive(period, "a budget");
    }
  }

  /**
   * A time of day when no run starts; it may span midnight.
   *
   * @param from inclusive
   * @param to exclusive, other than {@code from}
   * @param zone whose time of day
   */
  public record QuietHours(LocalTime from, LocalTime to, ZoneId zone) {
    /** Checks that the time is neither empty nor the whole day. */
    public QuietHours {
      requireNonNull(zone);
      if (from.equals(to)) {
        throw new IllegalArgumentException("quiet hours must end at another time than " + from);
      }
    }

    /** Returns whether no run starts at an instant. */
    public boolean covers(Instant instant) {
      LocalTime time = instant.atZone(zone).toLocalTime();
      boolean afterFrom = !time.isBefore(from);
      boolean beforeTo = time.isBefore(to);
      return from.isBefore(to) ? afterFrom && beforeTo : afterFrom || beforeTo;
    }

    @Override
    public String toString() {
      return from + " to " + to + " " + zone;
    }
  }

  /**
   * An amount of money in any period of this length.
   *
   * @param amount above 0, in the currency of the price list
   * @param period above 0
   */
  public record Spending(BigDecimal amount, Duration period) {
    /** Checks the ranges. */
    public Spending {
      if (amount.signum() <= 0) {
        throw new IllegalArgumentException("a spending limit must be above 0, is " + amount);
      }
      positive(period, "a spending limit");
    }
  }

  /** Checks the ranges. */
  public Guards {
    requireNonNull(budget);
    requireNonNull(quietHours);
    requireNonNull(spending);
    if (cooldown.isNegative()) {
      throw new IllegalArgumentException("a cool-down must not be negative, is " + cooldown);
    }
    if (giveUpAfter < 1) {
      throw new IllegalArgumentException(
          "a retraining gives up after at least 1 rejection, not " + giveUpAfter);
    }
    if (undecidedAtMost < 1) {
      throw new IllegalArgumentException(
          "at least 1 challenger may be left undecided, not " + undecidedAtMost);
    }
  }

  /** Returns a copy with another cool-down. */
  public Guards cooldown(Duration least) {
    return new Guards(least, budget, quietHours, spending, giveUpAfter, undecidedAtMost);
  }

  /** Returns a copy with another budget. */
  public Guards budget(Budget runs) {
    return new Guards(
        cooldown, Optional.of(runs), quietHours, spending, giveUpAfter, undecidedAtMost);
  }

  /** Returns a copy with other quiet hours. */
  public Guards quietHours(QuietHours hours) {
    return new Guards(cooldown, budget, Optional.of(hours), spending, giveUpAfter, undecidedAtMost);
  }

  /** Returns a copy with another spending limit. */
  public Guards spending(Spending limit) {
    return new Guards(
        cooldown, budget, quietHours, Optional.of(limit), giveUpAfter, undecidedAtMost);
  }

  /** Returns a copy that halts after another number of rejections in a row. */
  public Guards giveUpAfter(int rejections) {
    return new Guards(cooldown, budget, quietHours, spending, rejections, undecidedAtMost);
  }

  /** Returns a copy that counts the last of so many undecided challengers in a row as rejected. */
  public Guards undecidedAtMost(int challengers) {
    return new Guards(cooldown, budget, quietHours, spending, giveUpAfter, challengers);
  }

  private static void positive(Duration period, String what) {
    if (period.isNegative() || period.isZero()) {
      throw new IllegalArgumentException("the period of " + what + " must be above 0");
    }
  }
}
