package dev.retrain.drift.stat;

import java.util.Optional;
import java.util.function.Function;

/**
 * A statistic that either has a value or says why it has none.
 *
 * @param <T> what was measured
 */
public sealed interface Statistic<T> {

  /** The statistic has a value. */
  record Value<T>(T value) implements Statistic<T> {}

  /** The statistic has no value for these samples. */
  record Undefined<T>(Reason why) implements Statistic<T> {}

  /** Why a statistic has no value. */
  enum Reason {
    /** One of the samples has no row, or too few for the statistic. */
    INSUFFICIENT_DATA,
    /** Reference and current hold one and the same single value, so there is nothing to compare. */
    CONSTANT,
    /** One of the samples has rows, but every one of them is missing. */
    ALL_MISSING,
    /** An infinity, or a difference beyond the range of a double, makes a distance unbounded. */
    UNBOUNDED,
    /** It was not asked for, or cannot be had from what was kept of the reference. */
    NOT_MEASURED
  }

  /** Wraps a value. */
  static <T> Statistic<T> of(T value) {
    return new Value<>(value);
  }

  /** States that there is no value, and why. */
  static <T> Statistic<T> undefined(Reason reason) {
    return new Undefined<>(reason);
  }

  /** Wraps a distance, or states that it is unbounded when it is not finite. */
  static Statistic<Double> finite(double distance) {
    return Double.isFinite(distance) ? of(distance) : undefined(Reason.UNBOUNDED);
  }

  /** Returns the value, where there is one. */
  default Optional<T> asOptional() {
    return this instanceof Value<T> known ? Optional.of(known.value()) : Optional.empty();
  }

  /** Returns the reason for having no value, where there is none. */
  default Optional<Reason> reason() {
    return this instanceof Undefined<T> none ? Optional.of(none.why()) : Optional.empty();
  }

  /**
   * Returns the value; throws {@link IllegalStateException} naming the reason where there is none.
   */
  default T orElseThrow() {
    return asOptional().orElseThrow(() -> new IllegalStateException("undefined: " + reason()));
  }

  /** Returns the value, or another where there is none. */
  default T orElse(T other) {
    return asOptional().orElse(other);
  }

  /** Applies a function to the value, keeps the reason otherwise. */
  default <R> Statistic<R> map(Function<? super T, ? extends R> function) {
    return this instanceof Undefined<T> none
        ? undefined(none.why())
        : of(function.apply(((Value<T>) this).value()));
  }
}
