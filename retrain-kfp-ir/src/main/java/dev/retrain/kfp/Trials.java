package dev.retrain.kfp;

import dev.retrain.api.document.Node;
import dev.retrain.api.pipeline.Range;
import dev.retrain.api.pipeline.Search;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * The hyperparameters of every trial of a search, decided before anything runs. Depends on the
 * search alone: a guided search, which would look at earlier trials, becomes a random one.
 */
final class Trials {

  private Trials() {}

  /** One map of hyperparameters per trial, at most {@link Search#trials()}. */
  static List<Map<String, Node.Scalar>> of(Search search) {
    return search.strategy() == Search.Strategy.GRID ? grid(search) : random(search);
  }

  private static List<Map<String, Node.Scalar>> random(Search search) {
    SplittableRandom random = new SplittableRandom(search.seed());
    return IntStream.range(0, search.trials())
        .mapToObj(
            trial -> {
              Map<String, Node.Scalar> values = new TreeMap<>();
              search
                  .space()
                  .forEach((name, range) -> values.put(name, range.accept(new Draw(random))));
              return values;
            })
        .toList();
  }

  private static List<Map<String, Node.Scalar>> grid(Search search) {
    int levels = levels(search);
    List<Map<String, Node.Scalar>> combinations = List.of(Map.of());
    for (Map.Entry<String, Range> dimension : search.space().entrySet()) {
      List<Map<String, Node.Scalar>> longer = new ArrayList<>();
      for (Map<String, Node.Scalar> combination : combinations) {
        for (Node.Scalar value : dimension.getValue().accept(new Levels(levels))) {
          Map<String, Node.Scalar> more = new TreeMap<>(combination);
          more.put(dimension.getKey(), value);
          longer.add(more);
        }
      }
      combinations = longer;
    }
    return List.copyOf(combinations.subList(0, Math.min(search.trials(), combinations.size())));
  }

  /** Into how many values a range of numbers is cut: as many as the number of trials allows. */
  private static int levels(Search search) {
    double choices = 1;
    int ranges = 0;
    for (Range range : search.space().values()) {
      if (range instanceof Range.Choice choice) {
        choices *= choice.values().size();
      } else {
        ranges++;
      }
    }
    double room = Math.max(1, search.trials() / choices);
    return ranges == 0 ? 1 : Math.max(1, (int) Math.floor(Math.pow(room, 1.0 / ranges) + 1e-9));
  }

  /** A place between two bounds. */
  private static double between(double min, double max, Range.Scale scale, double share) {
    double value =
        scale == Range.Scale.LOG
            ? Math.exp(Math.log(min) + share * (Math.log(max) - Math.log(min)))
            : min + share * (max - min);
    return Math.min(max, Math.max(min, value));
  }

  private record Draw(SplittableRandom random) implements Range.Visitor<Node.Scalar> {
    @Override
    public Node.Scalar continuous(Range.Continuous range) {
      double value = between(range.min(), range.max(), range.scale(), random.nextDouble());
      return (Node.Scalar) Node.of(value);
    }

    @Override
    public Node.Scalar whole(Range.Whole range) {
      return (Node.Scalar)
          Node.of(
              range.scale() == Range.Scale.LOG
                  ? Math.round(
                      between(
                          (double) range.min(),
                          (double) range.max(),
                          range.scale(),
                          random.nextDouble()))
                  : random.nextLong(range.min(), range.max() + 1));
    }

    @Override
    public Node.Scalar choice(Range.Choice range) {
      return range.values().get(random.nextInt(range.values().size()));
    }
  }

  private record Levels(int count) implements Range.Visitor<List<Node.Scalar>> {
    @Override
    public List<Node.Scalar> continuous(Range.Continuous range) {
      return IntStream.range(0, count)
          .mapToObj(i -> (Node.Scalar) Node.of(at(i, range.min(), range.max(), range.scale())))
          .toList();
    }

    @Override
    public List<Node.Scalar> whole(Range.Whole range) {
      return IntStream.range(0, count)
          .mapToLong(
              i -> Math.round(at(i, (double) range.min(), (double) range.max(), range.scale())))
          .distinct()
          .mapToObj(value -> (Node.Scalar) Node.of(value))
          .toList();
    }

    @Override
    public List<Node.Scalar> choice(Range.Choice range) {
      return range.values();
    }

    /** A single level stands in the middle. */
    private double at(int index, double min, double max, Range.Scale scale) {
      return between(min, max, scale, count == 1 ? 0.5 : index / (count - 1.0));
    }
  }
}
