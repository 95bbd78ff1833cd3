package dev.retrain.translation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retrain.api.document.Node;
import dev.retrain.api.metric.Metric;
import dev.retrain.api.pipeline.Range;
import dev.retrain.api.pipeline.Search;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class SearchGridTest {

  private static final Metric AUC = Metric.named("auc");

  private static SearchGrid grid(Map<String, Range> space, int trials) {
    return SearchGrid.of(Search.over(space, AUC).trials(trials, 1));
  }

  private static List<Double> numbers(SearchGrid grid, String name) {
    return grid.values().get(name).stream()
        .map(value -> ((Node.Num) value).value().doubleValue())
        .toList();
  }

  @Test
  void keepsChoicesAndCutsRangesIntoWhatTheTrialsLeaveRoomFor() {
    SearchGrid grid =
        grid(Map.of("x", Range.between(0, 1), "booster", Range.oneOf("tree", "linear")), 6);
    assertThat(grid.combinations()).isEqualTo(6);
    assertThat(numbers(grid, "x")).containsExactly(0.0, 0.5, 1.0);
  }

  @Test
  void spacesLogarithmicRangesEvenlyInTheLogarithm() {
    List<Double> values = numbers(grid(Map.of("x", Range.logBetween(0.01, 1)), 3), "x");
    DoubleStream.of(0.01, 0.1, 1)
        .forEach(
            expected ->
                assertThat(values)
                    .anySatisfy(v -> assertThat(v).isCloseTo(expected, Offset.offset(1e-12))));
  }

  @Test
  void triesNoWholeNumberTwice() {
    assertThat(numbers(grid(Map.of("x", Range.intBetween(1, 2)), 9), "x"))
        .containsExactly(1.0, 2.0);
  }

  @Test
  void takesTheMiddleWhereThereIsRoomForOneValueOnly() {
    SearchGrid grid = grid(Map.of("x", Range.between(0, 4), "y", Range.oneOf("a", "b", "c")), 3);
    assertThat(numbers(grid, "x")).containsExactly(2.0);
    assertThat(grid.combinations()).isEqualTo(3);
  }
}
