package dev.retrain.report;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The values of a metric over time.
 *
 * @param name the name of the metric
 * @param points its values; the constructor sorts them by time
 * @param limit the limit of a rule, drawn as a dashed line; may be empty
 * @param comparison values to compare with, drawn as a second line; may be empty
 */
public record Series(
    String name, List<Point> points, OptionalDouble limit, Optional<Comparison> comparison) {

  /**
   * Values to compare a series with.
   *
   * @param name the name of the line, such as {@code never retrained}
   * @param points its values; the constructor sorts them by time
   */
  public record Comparison(String name, List<Point> points) {

    /** Sorts the points and rejects null. */
    public Comparison {
      requireNonNull(name);
      points = points.stream().sorted(Comparator.comparing(Point::at)).toList();
    }
  }

  /** Creates a series without a comparison. */
  public Series(String name, List<Point> points, OptionalDouble limit) {
    this(name, points, limit, Optional.empty());
  }

  /** Sorts the points and rejects null. */
  public Series {
    requireNonNull(name);
    requireNonNull(limit);
    requireNonNull(comparison);
    points = points.stream().sorted(Comparator.comparing(Point::at)).toList();
  }

  /** Creates a series without a limit. */
  public static Series of(String name, List<Point> points) {
    return new Series(name, points, OptionalDouble.empty());
  }

  /** Returns the series with a limit. */
  public Series withLimit(double value) {
    return new Series(name, points, OptionalDouble.of(value), comparison);
  }

  /** Returns the series with a second line to compare with. */
  public Series against(String other, List<Point> values) {
    return new Series(name, points, limit, Optional.of(new Comparison(other, values)));
  }

  /**
   * One measurement.
   *
   * @param at its time
   * @param value finite
   * @param note further information, such as the live version; may be empty
   */
  public record Point(Instant at, double value, String note) {

    /** Rejects values that are not finite. */
    public Point {
      requireNonNull(at);
      requireNonNull(note);
      if (!Double.isFinite(value)) {
        throw new IllegalArgumentException("a point's value must be finite, got " + value);
      }
    }
  }
}
