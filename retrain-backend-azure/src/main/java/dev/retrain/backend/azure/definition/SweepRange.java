package dev.retrain.backend.azure.definition;

import dev.retrain.api.document.Documents;
import dev.retrain.api.document.Node;
import dev.retrain.api.pipeline.Range;
import dev.retrain.translation.MappingBuilder;
import java.util.List;
import java.util.stream.LongStream;

/**
 * A range as a sweep draws from it. Logarithmic kinds take the logarithms of the bounds. Whole
 * numbers are listed where they are few: the service rounds drawn numbers and may write them with a
 * fraction.
 */
final class SweepRange implements Range.Visitor<Node> {

  private static final long LISTED = 100;

  /** Truth values are texts: the service would hand them over as Python's True and False. */
  static Node categorical(List<Node.Scalar> values) {
    return new MappingBuilder()
        .put("type", "choice")
        .put("values", Node.of(values.stream().map(SweepRange::value).toList()))
        .node();
  }

  private static Node value(Node.Scalar value) {
    return value instanceof Node.Text || value instanceof Node.Num
        ? value
        : Node.of(Documents.canonicalJson(value));
  }

  @Override
  public Node floatRange(Range.FloatRange range) {
    return range.scale() == Range.Scale.LOG
        ? between("loguniform", StrictMath.log(range.min()), StrictMath.log(range.max())).node()
        : between("uniform", range.min(), range.max()).node();
  }

  @Override
  public Node intRange(Range.IntRange range) {
    if (range.scale() == Range.Scale.LINEAR && range.max() - range.min() < LISTED) {
      return categorical(
          LongStream.rangeClosed(range.min(), range.max())
              .mapToObj(value -> (Node.Scalar) Node.of(value))
              .toList());
    }
    double min = (double) range.min();
    double max = (double) range.max();
    MappingBuilder drawn =
        range.scale() == Range.Scale.LOG
            ? between("qloguniform", StrictMath.log(min), StrictMath.log(max))
            : between("quniform", min, max);
    return drawn.put("q", 1).node();
  }

  @Override
  public Node categories(Range.Categorical range) {
    return categorical(range.values());
  }

  private static MappingBuilder between(String type, double min, double max) {
    return new MappingBuilder()
        .put("max_value", Node.of(max))
        .put("min_value", Node.of(min))
        .put("type", type);
  }
}
