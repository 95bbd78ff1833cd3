package dev.retrain.translation;

import dev.retrain.api.document.Node;
import dev.retrain.api.pipeline.Range;
import dev.retrain.api.pipeline.Search;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * The values a grid search tries, one list per hyperparameter: the same on every backend.
 *
 * <p>Ranges of numbers are cut into evenly spaced values, on their own scale, as many as the number
 * of trials permits; a single value lies in the middle.
 *
 * @param values hyperparameter to the values tried, none twice
 */
public record SearchGrid(Map<String, List<Node.Scalar>> values) {

  /** Against the error of a root that should be whole. */
  private static final double ROUNDING = 1e-9;

  /** Sorts and copies. */
  public SearchGrid {
    values = Collections.unmodifiableMap(new TreeMap<>(values));
  }

  /** Returns the grid of a search. */
  public static SearchGrid of(Search search) {
    Levels levels = new Levels(levels(search));
    Map<String, List<Node.Scalar>> values = new TreeMap<>();
    search.space().forEach((name, range) -> values.put(name, range.accept(levels)));
    return new SearchGrid(values);
  }

  /** Returns how many combinations there are; at most {@link Long#MAX_VALUE}. */
  public long combinations() {
    double product = 1;
    for (List<Node.Scalar> some : values.values()) {
      product *= some.size();
    }
    return (long) product;
  }

  private static int levels(Search search) {
    double choices = 1;
    int ranges = 0;
    for (Range range : search.space().values()) {
      if (range instanceof Range.Categorical choice) {
        choices *= choice.values().size();
      } else {
        ranges++;
      }
    }
    double room = Math.max(1, search.trials() / choices);
    return ranges == 0 ? 1 : Math.max(1, (int) (StrictMath.pow(room, 1.0 / ranges) + ROUNDING));
  }

  private record Levels(int count) implements Range.Visitor<List<Node.Scalar>> {
    @Override
    public List<Node.Scalar> floatRange(Range.FloatRange range) {
      return IntStream.range(0, count)
          .mapToObj(i -> (Node.Scalar) Node.of(at(i, range.min(), range.max(), range.scale())))
          .toList();
    }

    @Override
    public List<Node.Scalar> intRange(Range.IntRange range) {
      return IntStream.range(0, count)
          .mapToLong(
              i -> Math.round(at(i, (double) range.min(), (double) range.max(), range.scale())))
          .distinct()
          .mapToObj(value -> (Node.Scalar) Node.of(value))
          .toList();
    }

    @Override
    public List<Node.Scalar> categories(Range.Categorical range) {
      return range.values();
    }

    private double at(int index, double min, double max, Range.Scale scale) {
      double share = count == 1 ? 0.5 : index / (count - 1.0);
      double value =
          scale == Range.Scale.LOG
              ? StrictMath.exp(
                  StrictMath.log(min) + share * (StrictMath.log(max) - StrictMath.log(min)))
              : min + share * (max - min);
      return Math.min(max, Math.max(min, value));
    }
  }
}
