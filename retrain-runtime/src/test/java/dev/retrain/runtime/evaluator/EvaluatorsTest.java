package dev.retrain.runtime.evaluator;

import static dev.retrain.api.metric.Margin.absolute;
import static dev.retrain.api.metric.Margin.relative;
import static dev.retrain.runtime.evaluator.Evaluators.allOf;
import static dev.retrain.runtime.evaluator.Evaluators.anyOf;
import static dev.retrain.runtime.evaluator.Evaluators.betterThanChampion;
import static dev.retrain.runtime.evaluator.Evaluators.calibratedWithin;
import static dev.retrain.runtime.evaluator.Evaluators.maximum;
import static dev.retrain.runtime.evaluator.Evaluators.minimum;
import static dev.retrain.runtime.evaluator.Evaluators.modelSizeAtMost;
import static dev.retrain.runtime.evaluator.Evaluators.notWorseOn;
import static dev.retrain.runtime.evaluator.Evaluators.notWorseThanChampion;
import static dev.retrain.runtime.evaluator.Evaluators.p95Within;
import static dev.retrain.runtime.evaluator.Evaluators.perSlice;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import dev.retrain.api.document.DocumentReader;
import dev.retrain.api.document.Documents;
import dev.retrain.api.document.Node;
import dev.retrain.api.evaluation.EvaluationInput;
import dev.retrain.api.evaluation.Evaluator;
import dev.retrain.api.evaluation.Scores;
import dev.retrain.api.evaluation.Verdict;
import dev.retrain.api.retraining.PartTypes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
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
  @ValueSource(strings = {"auc", "accuracy", "recall", "f1", "log_loss", "brier", "mae", "rmse"})
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
    assertThat(minimum("auc", 0.5).judge(ones, Optional.empty()))
        .isInstanceOf(Verdict.Undecided.class);
  }

  @Test
  void oneRowIsTooFewForALimit() {
    Scores one = Scores.of(List.of(new Scores.Row("a", Instant.EPOCH, 1, 0.9, "")));

    assertThat(minimum("accuracy", 0.5).confidence(0.95).judge(one, Optional.empty()))
        .isInstanceOf(Verdict.Undecided.class)
        .extracting(Verdict::why)
        .asString()
        .contains("accuracy cannot be computed of 1 rows");
  }

  @Test
  void aMetricThatRowsLeaveUndefinedIsUndecidedAndDrawsWithoutItDoNotCount() {
    Scores rare = truths(0, 0, 5, 0, 4, 0);
    Scores none = truths(0, 0, 0, 0, 0, 0);
    Evaluator judge = notWorseThanChampion("mape", absolute(0.1));

    assertThat(judge.judge(rare, Optional.of(rare))).isInstanceOf(Verdict.Promote.class);
    assertThat(judge.judge(none, Optional.of(none))).isInstanceOf(Verdict.Undecided.class);
    assertThat(maximum("mape", 1).judge(none, Optional.empty()))
        .isInstanceOf(Verdict.Undecided.class);
  }

  private static Scores truths(double... truths) {
    return Scores.of(
        IntStream.range(0, truths.length)
            .mapToObj(i -> new Scores.Row("row-" + i, Instant.EPOCH, truths[i], 3, ""))
            .toList());
  }

  @Test
  void limitsDecideAlone() {
    Scores scores = scores(500, 3, 1);

    assertThat(minimum("auc", 0.6).judge(scores, Optional.empty()))
        .isInstanceOf(Verdict.Promote.class);
    assertThat(maximum("log_loss", 0.01).judge(scores, Optional.empty()))
        .isInstanceOf(Verdict.Reject.class);
    assertThat(maximum("mae", 1).judge(scores, Optional.empty()))
        .isInstanceOf(Verdict.Promote.class);
    assertThatThrownBy(() -> minimum("auc", Double.NaN)).hasMessageContaining("finite");
  }

  @Test
  void allOfTakesTheFirstRefusal() {
    Scores scores = scores(500, 3, 1);

    assertThat(
            allOf(minimum("auc", 0.6), maximum("log_loss", 0.01)).judge(scores, Optional.empty()))
        .isInstanceOf(Verdict.Reject.class);
    assertThat(allOf(minimum("auc", 0.6), maximum("brier", 1)).judge(scores, Optional.empty()))
        .isInstanceOf(Verdict.Promote.class);
    assertThatThrownBy(() -> allOf()).hasMessageContaining("nothing to judge by");
  }

  @Test
  void everyEvaluatorSurvivesItsDocument() {
    Evaluator all =
        allOf(
            notWorseThanChampion("auc", absolute(0.005)).confidence(0.95),
            minimum("auc", 0.6).confidence(0.9),
            maximum("log_loss", 0.7),
            anyOf(
                betterThanChampion("accuracy", relative(0.01)).byBootstrap(),
                notWorseOn(absolute(0.01), 0.9, "f1", "brier")),
            perSlice(calibratedWithin(0.1)).minimumRows(30),
            p95Within(Duration.ofMillis(100)).confidence(0.99),
            modelSizeAtMost(50_000_000));
    var shape = PartTypes.shape(Evaluator.class);

    String json = Documents.canonicalJson(shape.write(all));

    Evaluator read = DocumentReader.of(shape, Documents.parse(json, "e"), "e");
    assertThat(read).isEqualTo(all).hasSameHashCodeAs(all);
    assertThat(read.toString())
        .contains("auc not worse than the champion's", "accuracy better than the champion's");
  }

  private static Scores rows(int n, IntFunction<Scores.Row> row) {
    return Scores.of(IntStream.range(0, n).mapToObj(row).toList());
  }

  @Test
  void betterIsMoreThanNotWorse() {
    Scores champion = scores(500, 1.5, 1);
    Scores better = scores(500, 3, 1);

    assertThat(better("auc", 0.05).judge(better, Optional.of(champion)))
        .isInstanceOf(Verdict.Promote.class);
    assertThat(better("auc", 0.05).byBootstrap().judge(better, Optional.of(champion)))
        .isInstanceOf(Verdict.Promote.class);
    assertThat(better("auc", 0).judge(champion, Optional.of(better)))
        .isInstanceOf(Verdict.Reject.class);
    assertThat(better("auc", 0.5).judge(better, Optional.empty()).why())
        .contains("no champion yet");
  }

  private static ChampionComparison better(String metric, double margin) {
    return betterThanChampion(metric, absolute(margin)).confidence(0.95);
  }

  @ParameterizedTest
  @ValueSource(strings = {"auc", "accuracy", "brier"})
  void theBootstrapAgreesWithTheUsualTest(String metric) {
    Scores champion = scores(300, 1, 1);
    Scores challenger = scores(300, 1.5, 2);
    Verdict usual = better(metric, 0).judge(challenger, Optional.of(champion));
    Verdict drawn = better(metric, 0).byBootstrap().judge(challenger, Optional.of(champion));

    assertThat(number(drawn, "standardError"))
        .isCloseTo(number(usual, "standardError"), withinPercentage(10));
    assertThat(number(drawn, "lower")).isCloseTo(number(usual, "lower"), within(0.02));
  }

  private static double number(Verdict verdict, String key) {
    return ((Node.Num) verdict.evidence().get(key).orElseThrow()).value().doubleValue();
  }

  @Test
  void aVerdictTellsItsNumbersAndItsIntervalAndHowManyRowsWouldDo() {
    Verdict open = minimum("auc", 0.7).confidence(0.95).judge(scores(60, 1, 1), Optional.empty());

    assertThat(open).isInstanceOf(Verdict.Undecided.class);
    assertThat(open.why()).containsPattern("95 % interval .*60 rows.*about \\d+ rows would do");
    assertThat(number(open, "lower")).isLessThan(number(open, "value"));
    assertThat(number(open, "upper")).isGreaterThan(number(open, "value"));
    assertThat(minimum("auc", 0.7).judge(scores(60, 1, 1), Optional.empty()))
        .isInstanceOf(Verdict.Promote.class);
  }

  @Test
  void theRowsSaidToSufficeSuffice() {
    Verdict open = minimum("auc", 0.72).confidence(0.95).judge(scores(200, 1, 1), Optional.empty());
    var matcher = Pattern.compile("about (\\d+) rows").matcher(open.why());

    assertThat(matcher.find()).as(open.why()).isTrue();
    int enough = 2 * Integer.parseInt(matcher.group(1));
    assertThat(minimum("auc", 0.72).confidence(0.95).judge(scores(enough, 1, 1), Optional.empty()))
        .isInstanceOf(Verdict.Promote.class);
  }

  @Test
  void aWeakSliceRefusesWhatIsGoodOnTheWhole() {
    Scores mixed =
        rows(
            1000,
            i -> {
              boolean night = i % 10 == 0;
              double label = i % 2 == 0 ^ night ? 1 : 0;
              return new Scores.Row(
                  "r" + i, Instant.EPOCH, label, i % 2 == 0 ? 0.9 : 0.1, night ? "night" : "day");
            });
    Verdict verdict = perSlice(minimum("accuracy", 0.8)).judge(mixed, Optional.empty());

    assertThat(minimum("accuracy", 0.8).judge(mixed, Optional.empty()))
        .isInstanceOf(Verdict.Promote.class);
    assertThat(verdict).isInstanceOf(Verdict.Reject.class);
    assertThat(verdict.why()).startsWith("slice 'night': accuracy 0");
    Verdict large =
        perSlice(minimum("accuracy", 0.8)).minimumRows(200).judge(mixed, Optional.empty());
    assertThat(large).isInstanceOf(Verdict.Promote.class);
    assertThat(large.evidence().get("leftOut")).isPresent();
    assertThat(perSlice(minimum("auc", 0)).minimumRows(5000).judge(mixed, Optional.empty()).why())
        .contains("no slice has 5000 rows");
  }

  /** Twenty slices of 200 rows that are right in so many of a hundred. */
  private static Scores slices(double right, double worst) {
    return rows(
        4000,
        i -> {
          int slice = i / 200;
          boolean isRight = i % 200 < 200 * (slice == 7 ? worst : right);
          return new Scores.Row("r" + i, Instant.EPOCH, 1, isRight ? 0.9 : 0.1, "s" + slice);
        });
  }

  @Test
  void theWorstOfManySlicesMustBeShownToBeBad() {
    Evaluator sure = perSlice(allOf(minimum("accuracy", 0.8).confidence(0.95)));
    // 0.75 of 200 rows lies 1.6 standard errors below 0.8: as likely as not by chance, among
    // twenty.
    Verdict chance = sure.judge(slices(0.9, 0.75), Optional.empty());
    assertThat(chance).isInstanceOf(Verdict.Undecided.class);
    assertThat(chance.why()).contains("slice 's7'", "one of 20 slices may lie there by chance");
    assertThat(sure.judge(slices(0.9, 0.6), Optional.empty())).isInstanceOf(Verdict.Reject.class);
    assertThat(sure.judge(slices(0.9, 0.9), Optional.empty())).isInstanceOf(Verdict.Promote.class);

    assertThat(perSlice(minimum("accuracy", 0.8)).judge(slices(0.9, 0.75), Optional.empty()))
        .as("where point values decide, each decides by itself")
        .isInstanceOf(Verdict.Reject.class);
  }

  @Test
  void latencyIsJudgedByTheShareOfSlowRows() {
    Scores timed =
        rows(
            400,
            i ->
                new Scores.Row(
                    "r" + i, Instant.EPOCH, 1, 1, "", OptionalDouble.of(i % 100 < 4 ? 300 : 20)));
    LatencyProbe probe = p95Within(Duration.ofMillis(100));

    assertThat(probe.judge(timed, Optional.empty())).isInstanceOf(Verdict.Promote.class);
    Verdict open = probe.confidence(0.99).judge(timed, Optional.empty());
    assertThat(open).isInstanceOf(Verdict.Undecided.class);
    assertThat(open.why()).contains("20 ms, 95 % interval 20 to 300", "rows would do");
    assertThat(p95Within(Duration.ofMillis(10)).judge(timed, Optional.empty()))
        .isInstanceOf(Verdict.Reject.class);
    assertThat(probe.judge(scores(10, 1, 1), Optional.empty()).why()).contains("latency_ms");
    assertThatThrownBy(() -> p95Within(Duration.ZERO)).hasMessageContaining("above 0");
  }

  @Test
  void aModelIsWeighedWhereItsFilesCanBeRead() {
    Scores scores = scores(10, 1, 1);
    Evaluator light = perSlice(allOf(modelSizeAtMost(1000)));

    assertThat(light.judge(new EvaluationInput(scores, Optional.empty(), OptionalLong.of(999))))
        .isInstanceOf(Verdict.Promote.class);
    assertThat(
            light.judge(new EvaluationInput(scores, Optional.empty(), OptionalLong.of(1001))).why())
        .contains("model size in bytes 1001 is not at most 1000");
    assertThat(light.judge(scores, Optional.empty())).isInstanceOf(Verdict.Undecided.class);
    assertThatThrownBy(() -> modelSizeAtMost(0)).hasMessageContaining("0 bytes");
  }

  @Test
  void calibrationIsJudgedByTheGapBetweenScoreAndOutcome() {
    Scores honest =
        rows(1000, i -> new Scores.Row("r" + i, Instant.EPOCH, i % 10 < 3 ? 1 : 0, 0.3, ""));
    Scores boastful =
        rows(1000, i -> new Scores.Row("r" + i, Instant.EPOCH, i % 10 < 3 ? 1 : 0, 0.8, ""));

    assertThat(calibratedWithin(0.05).confidence(0.95).judge(honest, Optional.empty()))
        .isInstanceOf(Verdict.Promote.class);
    assertThat(calibratedWithin(0.05).judge(boastful, Optional.empty()))
        .isInstanceOf(Verdict.Reject.class);
  }

  @Test
  void anyOfTakesOneAndNotWorseOnTakesAll() {
    Scores good = scores(500, 3, 1);
    Scores bad = scores(500, 0.5, 2);

    assertThat(anyOf(minimum("auc", 0.99), minimum("auc", 0.6)).judge(good, Optional.empty()))
        .isInstanceOf(Verdict.Promote.class);
    assertThat(anyOf(minimum("auc", 0.99), minimum("f1", 0.99)).judge(good, Optional.empty()))
        .isInstanceOf(Verdict.Reject.class);
    Verdict open =
        anyOf(minimum("auc", 0.99), modelSizeAtMost(1))
            .judge(EvaluationInput.of(good, Optional.empty()));
    assertThat(open).isInstanceOf(Verdict.Undecided.class);
    assertThat(notWorseOn(absolute(0.01), 0.9, "auc", "precision").judge(bad, Optional.of(good)))
        .isInstanceOf(Verdict.Reject.class);
  }

  @Test
  void refusesAMetricThatScoresDoNotGiveAndACertaintyBeyondReason() {
    assertThatThrownBy(() -> minimum("ndcg@10", 0.5)).hasMessageContaining("not 'ndcg@10'");
    assertThatThrownBy(() -> notWorseThanChampion("auc", absolute(0)).confidence(1))
        .hasMessageContaining("confidence");
  }
}
