package dev.retrain.translation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retrain.api.document.Node;
import dev.retrain.api.metric.Metric;
import dev.retrain.api.pipeline.Range;
import dev.retrain.api.pipeline.Search;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SearchTrialsTest {

  private static final Map<String, Range> SPACE =
      Map.of(
          "depth", Range.intBetween(2, 10),
          "rate", Range.logBetween(0.001, 0.1),
          "leaves", new Range.IntRange(8, 512, Range.Scale.LOG),
          "loss", Range.oneOf("l1", "l2"));

  @Test
  void drawsTheSameTrialsForTheSameSeed() {
    Search search = Search.over(SPACE, Metric.AUC).trials(20, 4).seed(3);

    assertThat(SearchTrials.of(search)).hasSize(20).isEqualTo(SearchTrials.of(search));
    assertThat(SearchTrials.of(search)).isNotEqualTo(SearchTrials.of(search.seed(4)));
  }

  @Test
  void drawsWithinTheRanges() {
    for (Map<String, Node.Scalar> trial :
        SearchTrials.of(Search.over(SPACE, Metric.AUC).trials(500, 1))) {
      assertThat(number(trial, "depth")).isBetween(new BigDecimal(2), new BigDecimal(10));
      assertThat(number(trial, "rate")).isBetween(new BigDecimal("0.001"), new BigDecimal("0.1"));
      assertThat(number(trial, "leaves")).isBetween(new BigDecimal(8), new BigDecimal(512));
      assertThat(trial.get("loss")).isIn(Node.of("l1"), Node.of("l2"));
    }
  }

  @Test
  void drawsEvenlyOnTheScaleOfTheRange() {
    assertThat(SearchTrials.of(Search.over(SPACE, Metric.AUC).trials(200, 1)))
        .extracting(trial -> number(trial, "rate").doubleValue())
        .filteredOn(rate -> rate < 0.01)
        .hasSizeBetween(70, 130);
  }

  @Test
  void aGuidedSearchBecomesARandomOne() {
    Search search = Search.over(SPACE, Metric.AUC);

    assertThat(SearchTrials.of(search.strategy(Search.Strategy.BAYESIAN)))
        .isEqualTo(SearchTrials.of(search));
  }

  @Test
  void aGridHoldsEveryCombination() {
    Search search =
        Search.over(
                Map.of("loss", Range.oneOf("l1", "l2"), "depth", Range.intBetween(1, 3)),
                Metric.AUC)
            .strategy(Search.Strategy.GRID)
            .trials(6, 1);

    assertThat(SearchTrials.of(search))
        .hasSize(6)
        .doesNotHaveDuplicates()
        .contains(Map.of("depth", (Node.Scalar) Node.of(2), "loss", (Node.Scalar) Node.of("l1")));
  }

  @Test
  void aGridStopsAtTheNumberOfTrials() {
    Search search =
        Search.over(Map.of("loss", Range.oneOf("a", "b", "c")), Metric.AUC)
            .strategy(Search.Strategy.GRID)
            .trials(2, 1);

    assertThat(SearchTrials.of(search)).hasSize(2);
  }

  @Test
  void aLargeGridIsCutOffInTime() {
    Map<String, Range> space = new HashMap<>();
    for (int i = 0; i < 30; i++) {
      space.put("h" + i, Range.oneOf("a", "b", "c"));
    }
    Search search = Search.over(space, Metric.AUC).strategy(Search.Strategy.GRID).trials(50, 1);

    assertThat(SearchTrials.of(search)).hasSize(50).doesNotHaveDuplicates();
  }

  @Test
  void drawsFromTheWidestRanges() {
    Map<String, Range> widest =
        Map.of(
            "all", Range.intBetween(Long.MIN_VALUE, Long.MAX_VALUE),
            "upper", Range.intBetween(Long.MAX_VALUE - 1, Long.MAX_VALUE));

    assertThat(SearchTrials.of(Search.over(widest, Metric.AUC).trials(50, 1)))
        .extracting(trial -> trial.get("upper"))
        .containsOnly(
            (Node.Scalar) Node.of(Long.MAX_VALUE - 1), (Node.Scalar) Node.of(Long.MAX_VALUE));
  }

  @Test
  void theTrialsOfASeedNeverChange() {
    Search search = Search.over(SPACE, Metric.AUC).trials(2, 1).seed(3);

    assertThat(SearchTrials.of(search))
        .hasToString(
            "[{depth=6, leaves=147, loss=\"l1\", rate=0.0013987286595566737},"
                + " {depth=2, leaves=113, loss=\"l1\", rate=0.059901385586112646}]");
  }

  private static BigDecimal number(Map<String, Node.Scalar> trial, String name) {
    return ((Node.Num) trial.get(name)).value();
  }
}
