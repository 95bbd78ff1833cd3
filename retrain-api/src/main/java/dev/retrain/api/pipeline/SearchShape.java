package dev.retrain.api.pipeline;

import dev.retrain.api.document.ObjectShape;
import dev.retrain.api.document.Shape;
import dev.retrain.api.document.Shapes;
import dev.retrain.api.document.UnionShape;
import dev.retrain.api.pipeline.Range.Scale;

/** A search and its ranges. */
final class SearchShape {

  private SearchShape() {}

  static Shape<Search> shape() {
    ObjectShape.Builder<Search.EarlyStopping> early = ObjectShape.named("EarlyStopping");
    var patience =
        early.required(
            "patience",
            Shapes.integer(1, 500),
            e -> (long) e.patience(),
            "trials without improvement");
    ObjectShape.Builder<Search> all = ObjectShape.named("Search");
    var space =
        all.required("space", Shapes.map(range()), Search::space, "hyperparameter to range");
    var objective = all.required("objective", MetricShape.shape(), Search::objective, "compared");
    var strategy =
        all.optional(
            "strategy",
            Shapes.choice(Search.Strategy.class),
            Search.Strategy.RANDOM,
            Search::strategy,
            "how trials are chosen");
    var trials =
        all.optional("trials", Shapes.integer(1, 500), 10L, s -> (long) s.trials(), "at most");
    var parallelism =
        all.optional(
            "parallelism", Shapes.integer(1, 500), 1L, s -> (long) s.parallelism(), "at once");
    var stopping =
        all.maybe(
            "earlyStopping",
            early.build(f -> new Search.EarlyStopping(Math.toIntExact(f.get(patience)))),
            Search::earlyStopping,
            "when to end before all trials ran");
    var seed =
        all.optional(
            "seed",
            Shapes.integer(Long.MIN_VALUE, Long.MAX_VALUE),
            0L,
            Search::seed,
            "of random choices");
    return all.build(
        f ->
            new Search(
                f.get(space),
                f.get(objective),
                f.get(strategy),
                Math.toIntExact(f.get(trials)),
                Math.toIntExact(f.get(parallelism)),
                f.find(stopping),
                f.get(seed)));
  }

  static Shape<Range> range() {
    Shape<Scale> scales = Shapes.choice(Scale.class);
    ObjectShape.Builder<Range.FloatRange> continuous = ObjectShape.named("ContinuousRange");
    var min = continuous.required("min", Shapes.number(), Range.FloatRange::min, "smallest");
    var max = continuous.required("max", Shapes.number(), Range.FloatRange::max, "largest");
    var scale =
        continuous.optional("scale", scales, Scale.LINEAR, Range.FloatRange::scale, "of values");
    ObjectShape.Builder<Range.IntRange> whole = ObjectShape.named("WholeRange");
    var any = Shapes.integer(-(1L << 53), 1L << 53);
    var low = whole.required("min", any, Range.IntRange::min, "smallest");
    var high = whole.required("max", any, Range.IntRange::max, "largest");
    var wholeScale =
        whole.optional("scale", scales, Scale.LINEAR, Range.IntRange::scale, "of values");
    ObjectShape.Builder<Range.Categorical> choice = ObjectShape.named("ChoiceRange");
    var values =
        choice.required(
            "values", Shapes.list(Shapes.scalar()), Range.Categorical::values, "one of");
    return UnionShape.<Range>on("type")
        .with(
            "continuous",
            Range.FloatRange.class,
            continuous.build(f -> new Range.FloatRange(f.get(min), f.get(max), f.get(scale))))
        .with(
            "whole",
            Range.IntRange.class,
            whole.build(f -> new Range.IntRange(f.get(low), f.get(high), f.get(wholeScale))))
        .with(
            "choice",
            Range.Categorical.class,
            choice.build(f -> new Range.Categorical(f.get(values))))
        .alias("float", "continuous")
        .alias("int", "whole")
        .alias("categorical", "choice");
  }
}
