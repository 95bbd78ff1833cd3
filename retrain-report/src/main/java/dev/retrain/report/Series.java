package dev.retrain.report;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;

/**
 * A metric over time, drawn as a line.
 *
 * @param name what was measured
 * @param points its finite values; sorted by time here
 * @param limit the value beyond which a rule fires, drawn as a dashed line where there is one
 */
public record Series(String name, List<Point> points, OptionalDouble limit) {

  /** Sorts the points and checks that nothing is missing. */
  public Series {
    requireNonNull(name);
    requireNonNull(limit);
    points = points.stream().sorted(Comparator.comparing(Point::at)).toList();
  }

  /** A series without a limit. */
  public static Series of(String name, List<Point> points) {
    return new Series(name, points, OptionalDouble.empty());
  }

  /** The same series with a limit. */
  public Series withLimit(double value) {
    return new Series(name, points, OptionalDouble.of(value));
  }

  /**
   * One measurement.
   *
   * @param at its time
   * @param value finite
   * @param note what else to say of it, such as the version that was live; may be empty
   */
  public record Point(Instant at, double value, String note) {

    /** Checks the value. */
    public Point {
      requireNonNull(at);
      requireNonNull(note);
      if (!Double.isFinite(value)) {
        throw new IllegalArgumentException("a point's value must be finite, got " + value);
      }
    }
  }
}
