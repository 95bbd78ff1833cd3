package dev.retrain.translation;

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
 * The hyperparameters of every trial of a search, decided before anything runs: the same search
 * gives the same trials on every backend that has no tuner of its own, and in every JVM.
 */
public final class SearchTrials {

  private SearchTrials() {}

  /**
   * Returns one map of hyperparameters per trial, at most {@link Search#trials()}: every
   * combination of {@link SearchGrid} in order, or draws by {@link Search#seed()}. A guided search,
   * which is for backends with a tuner, gives the trials of a random one.
   */
  public static List<Map<String, Node.Scalar>> of(Search search) {
    return search.strategy() == Search.Strategy.GRID ? grid(search) : random(search);
  }

  private static List<Map<String, Node.Scalar>> random(Search search) {
    Draw draw = new Draw(new SplittableRandom(search.seed()));
    return IntStream.range(0, search.trials()).mapToObj(trial -> draw(search, draw)).toList();
  }

  private static Map<String, Node.Scalar> draw(Search search, Draw draw) {
    Map<String, Node.Scalar> values = new TreeMap<>();
    search.space().forEach((name, range) -> values.put(name, range.accept(draw)));
    return values;
  }

  /** Returns the combinations in order, cut off in time: their number may be astronomical. */
  private static List<Map<String, Node.Scalar>> grid(Search search) {
    List<Map<String, Node.Scalar>> combinations = List.of(Map.of());
    for (Map.Entry<String, List<Node.Scalar>> dimension :
        SearchGrid.of(search).values().entrySet()) {
      List<Map<String, Node.Scalar>> longer = new ArrayList<>();
      for (Map<String, Node.Scalar> combination : combinations) {
        for (Node.Scalar value : dimension.getValue()) {
          Map<String, Node.Scalar> more = new TreeMap<>(combination);
          more.put(dimension.getKey(), value);
          longer.add(more);
        }
      }
      combinations = longer.subList(0, Math.min(search.trials(), longer.size()));
    }
    return List.copyOf(combinations);
  }

  private record Draw(SplittableRandom random) implements Range.Visitor<Node.Scalar> {
    @Override
    public Node.Scalar floatRange(Range.FloatRange range) {
      return (Node.Scalar) Node.of(between(range.min(), range.max(), range.scale()));
    }

    @Override
    public Node.Scalar intRange(Range.IntRange range) {
      long value =
          range.scale() == Range.Scale.LOG
              ? Math.round(between((double) range.min(), (double) range.max(), range.scale()))
              : within(range.min(), range.max());
      return (Node.Scalar) Node.of(value);
    }

    private long within(long min, long max) {
      if (max < Long.MAX_VALUE) {
        return random.nextLong(min, max + 1);
      }
      return min > Long.MIN_VALUE ? random.nextLong(min - 1, max) + 1 : random.nextLong();
    }

    @Override
    public Node.Scalar categories(Range.Categorical range) {
      return range.values().get(random.nextInt(range.values().size()));
    }

    /** Uses the strict functions: the same digits on every platform. */
    private double between(double min, double max, Range.Scale scale) {
      double share = random.nextDouble();
      double value =
          scale == Range.Scale.LOG
              ? StrictMath.exp(
                  StrictMath.log(min) + share * (StrictMath.log(max) - StrictMath.log(min)))
              : min + share * (max - min);
      return Math.min(max, Math.max(min, value));
    }
  }
}
