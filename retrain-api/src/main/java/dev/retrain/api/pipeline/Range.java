package dev.retrain.api.pipeline;

import dev.retrain.api.document.Node;
import java.util.Arrays;
import java.util.List;

/** The values one hyperparameter may take in a search. */
public sealed interface Range {

  /** How values are spread between the bounds. */
  enum Scale {
    LINEAR,
    LOG
  }

  /**
   * Real numbers in a closed interval.
   *
   * @param min below {@code max}; above zero on a log scale
   */
  record FloatRange(double min, double max, Scale scale) implements Range {
    /** Checks the bounds. */
    public FloatRange {
      if (!(min < max) || Double.isInfinite(min) || Double.isInfinite(max)) {
        throw new IllegalArgumentException("a range needs min below max, has " + min + ", " + max);
      }
      checkLog(min, scale);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.floatRange(this);
    }
  }

  /**
   * Whole numbers in a closed interval.
   *
   * @param min at most {@code max}; above zero on a log scale
   */
  record IntRange(long min, long max, Scale scale) implements Range {
    /** Checks the bounds. */
    public IntRange {
      if (min > max) {
        throw new IllegalArgumentException("a range needs min up to max, has " + min + ", " + max);
      }
      checkLog((double) min, scale);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.intRange(this);
    }
  }

  /**
   * One of some values.
   *
   * @param values at least one, none twice
   */
  record Categorical(List<Node.Scalar> values) implements Range {
    /** Copies and checks the values. */
    public Categorical {
      values = List.copyOf(values);
      if (values.isEmpty() || values.stream().distinct().count() < values.size()) {
        throw new IllegalArgumentException("a choice needs values, each once");
      }
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.categories(this);
    }
  }

  /** One method per kind of range. */
  interface Visitor<R> {
    /** Visits real numbers in a closed interval. */
    R floatRange(FloatRange range);

    /** Visits whole numbers in a closed interval. */
    R intRange(IntRange range);

    /** Visits one of some values. */
    R categories(Categorical range);
  }

  /** Returns whether a value lies in the range. */
  default boolean contains(Node.Scalar value) {
    return accept(new RangeMembership(value));
  }

  /** Calls the visitor's method for this kind. */
  <R> R accept(Visitor<R> visitor);

  /** Returns a range of real numbers, evenly spread. */
  static Range between(double min, double max) {
    return new FloatRange(min, max, Scale.LINEAR);
  }

  /** Returns a range of real numbers, evenly spread in the logarithm. */
  static Range logBetween(double min, double max) {
    return new FloatRange(min, max, Scale.LOG);
  }

  /** Returns a range of integers, evenly spread. */
  static Range intBetween(long min, long max) {
    return new IntRange(min, max, Scale.LINEAR);
  }

  /** Returns a choice of texts. */
  static Range oneOf(String... values) {
    return new Categorical(Arrays.stream(values).map(v -> (Node.Scalar) Node.of(v)).toList());
  }

  /** Returns a choice of numbers. */
  static Range oneOf(double... values) {
    return new Categorical(Arrays.stream(values).mapToObj(v -> (Node.Scalar) Node.of(v)).toList());
  }

  private static void checkLog(double min, Scale scale) {
    if (scale == Scale.LOG && !(min > 0)) {
      throw new IllegalArgumentException("a log scale needs min above zero, has " + min);
    }
  }
}
