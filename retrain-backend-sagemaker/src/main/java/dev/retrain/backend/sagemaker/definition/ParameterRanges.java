package dev.retrain.backend.sagemaker.definition;

import dev.retrain.api.document.Documents;
import dev.retrain.api.document.Node;
import dev.retrain.api.pipeline.Range;
import dev.retrain.api.pipeline.Search;
import dev.retrain.translation.MappingBuilder;
import dev.retrain.translation.SearchGrid;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The ParameterRanges of a tuning job. A grid has only values to choose from there, so its ranges
 * are cut into values.
 */
final class ParameterRanges {

  private record Listed(String list, Node range) {}

  private ParameterRanges() {}

  static MappingBuilder of(Search search) {
    Map<String, List<Node>> lists = new TreeMap<>();
    for (Listed listed : listed(search)) {
      lists.computeIfAbsent(listed.list(), unused -> new ArrayList<>()).add(listed.range());
    }
    MappingBuilder ranges = new MappingBuilder();
    lists.forEach(ranges::put);
    return ranges;
  }

  private static List<Listed> listed(Search search) {
    List<Listed> all = new ArrayList<>();
    if (search.strategy() == Search.Strategy.GRID) {
      SearchGrid.of(search).values().forEach((name, values) -> all.add(categorical(name, values)));
    } else {
      search.space().forEach((name, range) -> all.add(range.accept(new Translator(name))));
    }
    return all;
  }

  private static Listed categorical(String name, List<Node.Scalar> values) {
    List<Node> texts =
        values.stream().map(value -> Node.of(HyperparameterFile.text(value))).toList();
    return new Listed(
        "CategoricalParameterRanges",
        new MappingBuilder().put("Name", name).put("Values", texts).node());
  }

  private record Translator(String name) implements Range.Visitor<Listed> {
    @Override
    public Listed floatRange(Range.FloatRange range) {
      return bounded(
          "ContinuousParameterRanges",
          Documents.canonicalJson(Node.of(range.min())),
          Documents.canonicalJson(Node.of(range.max())),
          range.scale());
    }

    @Override
    public Listed intRange(Range.IntRange range) {
      return bounded(
          "IntegerParameterRanges",
          Long.toString(range.min()),
          Long.toString(range.max()),
          range.scale());
    }

    @Override
    public Listed categories(Range.Categorical range) {
      return categorical(name, range.values());
    }

    private Listed bounded(String list, String min, String max, Range.Scale scale) {
      return new Listed(
          list,
          new MappingBuilder()
              .put("MaxValue", max)
              .put("MinValue", min)
              .put("Name", name)
              .put("ScalingType", scale == Range.Scale.LOG ? "Logarithmic" : "Linear")
              .node());
    }
  }
}
