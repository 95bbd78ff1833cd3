package dev.retrain.runtime.evaluator;

import static dev.retrain.api.metric.Margin.absolute;
import static dev.retrain.api.metric.Margin.relative;
import static dev.retrain.runtime.evaluator.Evaluators.allOf;
import static dev.retrain.runtime.evaluator.Evaluators.ceiling;
import static dev.retrain.runtime.evaluator.Evaluators.floor;
import static dev.retrain.runtime.evaluator.Evaluators.notWorseThanChampion;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.retrain.api.document.Documents;
import dev.retrain.api.document.Reading;
import dev.retrain.api.evaluation.Evaluator;
import dev.retrain.api.evaluation.Scores;
import dev.retrain.api.evaluation.Verdict;
import dev.retrain.api.retraining.Parts;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EvaluatorsTest {

  /** Scores of rows 0 to n; the signal says how well they separate the classes. */
  private static Scores scores(int n, double signal, long seed) {
    Random noise = new Random(seed);
    Random labels = new Random(7);
    List<Scores.Row> rows = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      double label = labels.nextInt(2);
      double score = 1 / (1 + Math.exp(-(signal * (label - 0.5) + noise.nextGaussian())));
      rows.add(new Scores.Row("r" + i, Instant.EPOCH, label, score, ""));
    }
    return Scores.of(rows);
  }

  @ParameterizedTest
  @ValueSource(strings = {"auc", "accuracy", "log_loss", "brier", "mae", "rmse"})
  void aClearlyBetterChallengerIsPromotedAndAClearlyWorseOneRefused(String metric) {
    Scores good = scores(800, 3, 1);
    Scores bad = scores(800, 0.2, 2);
    Evaluator judge = notWorseThanChampion(metric, absolute(0.005)).confidence(0.95);

    assertThat(judge.judge(good, Optional.of(bad))).isInstanceOf(Verdict.Promote.class);
    assertThat(judge.judge(bad, Optional.of(good))).isInstanceOf(Verdict.Reject.class);
  }

  @Test
  void withFewRowsTheVerdictIsUndecidedAndSaysHowManyWouldDo() {
    Scores one = scores(60, 1, 1);
    Scores two = scores(60, 1, 2);

    Verdict verdict =
        notWorseThanChampion("auc", absolute(0.1)).confidence(0.999).judge(one, Optional.of(two));

    assertThat(verdict).isInstanceOf(Verdict.Undecided.class);
    assertThat(verdict.why()).containsPattern("about \\d+ rows would do");
  }

  @Test
  void aTieIsPromotedWithinTheMarginAndItsNumbersAreKept() {
    Scores same = scores(200, 1, 1);

    Verdict verdict =
        notWorseThanChampion("auc", relative(0.01)).confidence(0.95).judge(same, Optional.of(same));

    assertThat(verdict).isInstanceOf(Verdict.Promote.class);
    assertThat(verdict.evidence().entries())
        .containsKeys("checks", "champion", "challenger", "gain", "rows");
  }

  @Test
  void thereIsNothingToBeWorseThanBeforeTheFirstChampion() {
    assertThat(notWorseThanChampion("auc", absolute(0)).judge(scores(10, 1, 1), Optional.empty()))
        .isInstanceOf(Verdict.Promote.class);
  }

  @Test
  void rowsNobodySharesOrOneClassAloneCannotBeCompared() {
    Scores one = scores(10, 1, 1);
    Scores other = Scores.of(List.of(new Scores.Row("x", Instant.EPOCH, 1, 0.5, "")));
    Scores ones =
        Scores.of(
            List.of(
                new Scores.Row("a", Instant.EPOCH, 1, 0.5, ""),
                new Scores.Row("b", Instant.EPOCH, 1, 0.6, "")));

    assertThat(notWorseThanChampion("auc", absolute(0)).judge(one, Optional.of(other)).why())
        .contains("share 0 rows");
    assertThat(notWorseThanChampion("auc", absolute(0)).judge(ones, Optional.of(ones)).why())
        .contains("both classes");
    assertThat(floor("auc", 0.5).judge(ones, Optional.empty()))
        .isInstanceOf(Verdict.Undecided.class);
  }

  @Test
  void limitsDecideAlone() {
    Scores scores = scores(500, 3, 1);

    assertThat(floor("auc", 0.6).judge(scores, Optional.empty()))
        .isInstanceOf(Verdict.Promote.class);
    assertThat(ceiling("log_loss", 0.01).judge(scores, Optional.empty()))
        .isInstanceOf(Verdict.Reject.class);
    assertThat(ceiling("mae", 1).judge(scores, Optional.empty()))
        .isInstanceOf(Verdict.Promote.class);
    assertThatThrownBy(() -> floor("auc", Double.NaN)).hasMessageContaining("finite");
  }

  @Test
  void allOfTakesTheFirstRefusal() {
    Scores scores = scores(500, 3, 1);

    assertThat(allOf(floor("auc", 0.6), ceiling("log_loss", 0.01)).judge(scores, Optional.empty()))
        .isInstanceOf(Verdict.Reject.class);
    assertThat(allOf(floor("auc", 0.6), ceiling("brier", 1)).judge(scores, Optional.empty()))
        .isInstanceOf(Verdict.Promote.class);
    assertThatThrownBy(() -> allOf()).hasMessageContaining("nothing to judge by");
  }

  @Test
  void everyEvaluatorSurvivesItsDocument() {
    Evaluator all =
        allOf(
            notWorseThanChampion("auc", absolute(0.005)).confidence(0.95),
            floor("auc", 0.6),
            ceiling("log_loss", 0.7));
    var shape = Parts.shape(Evaluator.class);

    String json = Documents.canonicalJson(shape.write(all));

    Evaluator read = Reading.of(shape, Documents.parse(json, "e"), "e");
    assertThat(read).isEqualTo(all).hasSameHashCodeAs(all);
    assertThat(read.toString()).contains("auc not worse than the champion's");
  }

  @Test
  void refusesAMetricThatScoresDoNotGiveAndACertaintyBeyondReason() {
    assertThatThrownBy(() -> floor("ndcg@10", 0.5)).hasMessageContaining("not 'ndcg@10'");
    assertThatThrownBy(() -> notWorseThanChampion("auc", absolute(0)).confidence(1))
        .hasMessageContaining("confidence");
  }
}
