package dev.retrain.backend.local;

import dev.retrain.api.document.Node;
import dev.retrain.api.pipeline.Range;
import dev.retrain.api.pipeline.Range.Scale;
import dev.retrain.api.pipeline.Search;
import dev.retrain.api.pipeline.SearchGrid;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

/** Which hyperparameters the trials of a search have; the same search gives the same trials. */
final class Trials {

  private Trials() {}

  /**
   * The trials in order.
   *
   * @throws IllegalArgumentException for a guided search, which preflight refuses
   */
  static List<Map<String, Node.Scalar>> of(Search search) {
    return switch (search.strategy()) {
      case GRID -> grid(search);
      case RANDOM -> random(search);
      case BAYESIAN -> throw new IllegalArgumentException("there is no guided search here");
    };
  }

  /**
   * Independent draws. Each hyperparameter has a generator of its own, so that adding one leaves
   * the values of the others as they were.
   */
  private static List<Map<String, Node.Scalar>> random(Search search) {
    Map<String, SplittableRandom> generators = new TreeMap<>();
    search
        .space()
        .keySet()
        .forEach(n -> generators.put(n, new SplittableRandom(search.seed() * 31 + n.hashCode())));
    List<Map<String, Node.Scalar>> trials = new ArrayList<>();
    for (int i = 0; i < search.trials(); i++) {
      Map<String, Node.Scalar> values = new TreeMap<>();
      generators.forEach(
          (name, random) -> {
            Range range = search.space().get(name);
            if (range != null) {
              values.put(name, range.accept(new At(random.nextDouble())));
            }
          });
      trials.add(values);
    }
    return trials;
  }

  /** Every combination of the grid's values; where these are too many, the first. */
  private static List<Map<String, Node.Scalar>> grid(Search search) {
    List<Map<String, Node.Scalar>> all = List.of(Map.of());
    for (Map.Entry<String, List<Node.Scalar>> entry : SearchGrid.of(search).values().entrySet()) {
      List<Map<String, Node.Scalar>> more = new ArrayList<>();
      for (Map<String, Node.Scalar> some : all) {
        for (Node.Scalar value : entry.getValue()) {
          Map<String, Node.Scalar> values = new TreeMap<>(some);
          values.put(entry.getKey(), value);
          more.add(values);
        }
      }
      all = more.subList(0, Math.min(more.size(), search.trials()));
    }
    return all;
  }

  /** The value at a place of a range, 0 the lower bound, 1 the upper. */
  private record At(double place) implements Range.Visitor<Node.Scalar> {

    @Override
    public Node.Scalar continuous(Range.Continuous range) {
      return (Node.Scalar) Node.of(between(range.min(), range.max(), range.scale()));
    }

    @Override
    public Node.Scalar whole(Range.Whole range) {
      // Half a step beyond each bound gives the bounds the same chance as the values between.
      double value =
          range.scale() == Scale.LOG
              ? between((double) range.min(), (double) range.max(), Scale.LOG)
              : range.min() - 0.5 + place * ((double) range.max() - range.min() + 1);
      long nearest = Math.round(value);
      return (Node.Scalar) Node.of(Math.max(range.min(), Math.min(range.max(), nearest)));
    }

    @Override
    public Node.Scalar choice(Range.Choice range) {
      int size = range.values().size();
      return range.values().get(Math.min(size - 1, (int) (place * size)));
    }

    private double between(double min, double max, Scale scale) {
      double value =
          scale == Scale.LOG
              ? StrictMath.exp(
                  StrictMath.log(min) + place * (StrictMath.log(max) - StrictMath.log(min)))
              : min + place * (max - min);
      return Math.max(min, Math.min(max, value));
    }
  }
}
