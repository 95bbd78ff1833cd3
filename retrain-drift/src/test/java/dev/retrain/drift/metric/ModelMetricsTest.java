package dev.retrain.drift.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.data.Percentage.withPercentage;

import dev.retrain.api.metric.Metric;
import dev.retrain.api.metric.MetricValue;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModelMetricsTest {

  /** Each stated error beside the spread over many draws of the same size. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "auc",
        "log_loss",
        "brier",
        "accuracy",
        "f1",
        "precision",
        "recall",
        "rmse",
        "mae"
      })
  void statesErrorsThatMatchTheSpreadOverDraws(String name) {
    Random random = new Random(1);
    Mean values = new Mean();
    Mean errors = new Mean();
    for (int draw = 0; draw < 400; draw++) {
      boolean numeric = name.equals("rmse") || name.equals("mae");
      MetricValue value =
          (numeric ? numbers(random, 300).values() : draw(random, 300).values()).get(name);
      values.add(value.value());
      errors.add(value.standardError().orElseThrow());
    }
    assertThat(errors.mean()).isCloseTo(spread(values), withPercentage(15));
  }

  private static double spread(Mean values) {
    return values.standardError().orElseThrow() * Math.sqrt(values.count());
  }

  private static RegressionMetrics numbers(Random random, int rows) {
    RegressionMetrics metrics = RegressionMetrics.create();
    for (int i = 0; i < rows; i++) {
      double truth = random.nextGaussian();
      metrics.add(truth, truth + random.nextGaussian());
    }
    return metrics;
  }

  /** What the documentation says of it: p (1 - p) is 1/6 on average here. */
  @Test
  void theCalibrationErrorOfHonestScoresIsBiasedUpwardsAndItsErrorTooLarge() {
    Random random = new Random(9);
    Mean values = new Mean();
    Mean errors = new Mean();
    for (int draw = 0; draw < 300; draw++) {
      MetricValue value = draw(random, 500).values().get(Metric.CALIBRATION_ERROR.name());
      values.add(value.value());
      errors.add(value.standardError().orElseThrow());
    }
    assertThat(values.mean()).isCloseTo(Math.sqrt(6.4 / 6 / 500), withPercentage(8));
    assertThat(errors.mean()).isGreaterThan(spread(values));
  }

  private static BinaryMetrics draw(Random random, int rows) {
    BinaryMetrics metrics = BinaryMetrics.create();
    for (int i = 0; i < rows; i++) {
      double p = random.nextDouble();
      metrics.add(random.nextDouble() < p, p);
    }
    return metrics;
  }

  @Test
  void mergedPartsGiveWhatTheWholeGives() {
    BinaryMetrics left = draw(new Random(2), 1500);
    BinaryMetrics right = draw(new Random(3), 700);
    BinaryMetrics whole = BinaryMetrics.create().merge(left).merge(right);
    BinaryMetrics swapped = BinaryMetrics.create().merge(right).merge(left);
    whole
        .values()
        .forEach(
            (name, value) ->
                assertThat(swapped.values().get(name).value())
                    .as(name)
                    .isCloseTo(value.value(), within(1e-12)));
    assertThat(whole.values().get("auc").rows()).hasValue(2200);
    RegressionMetrics all = RegressionMetrics.create();
    RegressionMetrics one = RegressionMetrics.create();
    RegressionMetrics two = RegressionMetrics.create();
    Random random = new Random(4);
    for (int i = 0; i < 500; i++) {
      double truth = random.nextGaussian();
      double predicted = truth + random.nextGaussian();
      all.add(truth, predicted);
      (i % 3 == 0 ? one : two).add(truth, predicted);
    }
    one.merge(two).merge(RegressionMetrics.create());
    all.values()
        .forEach(
            (name, value) -> {
              assertThat(one.values().get(name).value()).isCloseTo(value.value(), within(1e-9));
              assertThat(one.values().get(name).standardError().getAsDouble())
                  .isCloseTo(value.standardError().getAsDouble(), within(1e-9));
            });
  }

  @Test
  void aCollectionMergedWithItselfCountsTwice() {
    BinaryMetrics twice = BinaryMetrics.create().add(true, 0.5).add(false, 0.2);

    assertThat(twice.merge(twice).values().get("auc").rows()).hasValue(4);
  }

  @Test
  void calibrationErrorIsSmallForHonestAndLargeForBoastfulScores() {
    Random random = new Random(5);
    BinaryMetrics honest = draw(random, 20_000);
    BinaryMetrics boastful = BinaryMetrics.create();
    for (int i = 0; i < 20_000; i++) {
      boastful.add(random.nextBoolean(), i % 2 == 0 ? 0.95 : 0.05);
    }
    assertThat(honest.values().get(Metric.CALIBRATION_ERROR.name()).value()).isLessThan(0.03);
    assertThat(boastful.values().get(Metric.CALIBRATION_ERROR.name()).value())
        .isCloseTo(0.45, within(0.02));
  }

  @Test
  void leavesOutWhatTheRowsDoNotDefine() {
    assertThat(BinaryMetrics.create().values()).isEmpty();
    Map<String, MetricValue> one =
        ModelMetrics.binary(new boolean[] {true, true}, new double[] {0.2, 0.1});
    assertThat(one)
        .doesNotContainKeys("auc", "precision")
        .containsKeys("accuracy", "recall", "log_loss");
    Map<String, MetricValue> margins =
        ModelMetrics.binary(new boolean[] {true, false}, new double[] {4, -3}, 0);
    assertThat(margins).doesNotContainKey("log_loss").containsKeys("auc", "f1");
    assertThat(ModelMetrics.regression(new double[] {0}, new double[] {1}))
        .doesNotContainKey("mape")
        .containsKey("mae");
    assertThat(RegressionMetrics.create().values()).isEmpty();
    assertThat(RankingMetrics.create(3).add(0, 0).values()).isEmpty();
    assertThat(MulticlassMetrics.create(3).values()).isEmpty();
    assertThat(ModelMetrics.binary(new boolean[2], new double[] {0.1, 0.2}))
        .doesNotContainKeys("f1", "recall", "precision");
  }

  @Test
  void f1IsZeroWhereNoPredictionIsRight() {
    Map<String, MetricValue> values =
        ModelMetrics.binary(new boolean[] {true, false}, new double[] {0.2, 0.3});

    assertThat(values.get("f1").value()).isZero();
    assertThat(values).doesNotContainKey("precision");
  }

  @Test
  void theErrorOfASingleRowIsUnknown() {
    Map<String, MetricValue> one = ModelMetrics.binary(new boolean[] {true}, new double[] {0.7});
    Map<String, MetricValue> several =
        ModelMetrics.binary(new boolean[] {true, false, false}, new double[] {0.7, 0.2, 0.8});

    assertThat(one.values()).allSatisfy(each -> assertThat(each.standardError()).isEmpty());
    assertThat(several.get("auc").value()).isEqualTo(0.5);
    assertThat(several.get("auc").standardError()).isEmpty();
    assertThat(several.get("brier").standardError()).isPresent();
    assertThat(ModelMetrics.multiclass(2, new int[1], new int[1]).values())
        .allSatisfy(each -> assertThat(each.standardError()).isEmpty());
  }

  @Test
  void logLossTakesWhatWasHeldImpossibleForBarelyPossible() {
    assertThat(
            ModelMetrics.binary(new boolean[] {true, false}, new double[] {0, 0})
                .get("log_loss")
                .value())
        .isCloseTo(-Math.log(1e-15) / 2, within(1e-12));
  }

  @Test
  void truthsTooNearZeroAreLeftOutOfTheRelativeError() {
    Map<String, MetricValue> values =
        ModelMetrics.regression(
            new double[] {0, -0.0, Double.MIN_VALUE, 2}, new double[] {0, 1, 1, 3});

    assertThat(values.get("mape").value()).isEqualTo(0.5);
    assertThat(values.get("mape").rows()).hasValue(1);
    assertThat(values.get("mae").rows()).hasValue(4);
  }

  @Test
  void hugeErrorsGiveNoInfinity() {
    Map<String, MetricValue> values =
        ModelMetrics.regression(new double[] {0, 0}, new double[] {1e154, 1});

    assertThat(values.get("rmse").value()).isCloseTo(1e154 / Math.sqrt(2), withPercentage(1e-9));
    assertThat(values.get("rmse").standardError()).isEmpty();
    assertThatThrownBy(() -> ModelMetrics.regression(new double[1], new double[] {1e155}))
        .hasMessageContaining("square");
  }

  @Test
  void scoresRegression() {
    Map<String, MetricValue> values =
        ModelMetrics.regression(new double[] {1, 2, 4}, new double[] {2, 2, 2});
    assertThat(values.get("mae").value()).isCloseTo(1, within(1e-12));
    assertThat(values.get("rmse").value()).isCloseTo(Math.sqrt(5 / 3.0), within(1e-12));
    assertThat(values.get("mape").value()).isCloseTo(0.5, within(1e-12));
    Map<String, MetricValue> perfect =
        ModelMetrics.regression(new double[] {1, 2}, new double[] {1, 2});
    assertThat(perfect.get("rmse").standardError()).hasValue(0);
  }

  /** Confusion matrix worked by hand: F1 of the classes 1/2, 4/5 and 2/3. */
  @Test
  void scoresManyClasses() {
    int[] labels = {0, 0, 1, 1, 2, 2};
    int[] predicted = {0, 1, 1, 1, 2, 0};
    Map<String, MetricValue> values = ModelMetrics.multiclass(3, labels, predicted);
    assertThat(values.get("accuracy").value()).isCloseTo(4 / 6.0, within(1e-12));
    assertThat(values.get("macro_f1").value()).isCloseTo((0.5 + 0.8 + 2 / 3.0) / 3, within(1e-12));
  }

  @Test
  void statesTheErrorOfMacroF1() {
    Random random = new Random(6);
    Mean values = new Mean();
    Mean errors = new Mean();
    for (int draw = 0; draw < 400; draw++) {
      MulticlassMetrics metrics = MulticlassMetrics.create(3);
      for (int i = 0; i < 300; i++) {
        int label = random.nextInt(3);
        metrics.add(label, random.nextInt(4) == 0 ? random.nextInt(3) : label);
      }
      MetricValue value = metrics.values().get("macro_f1");
      values.add(value.value());
      errors.add(value.standardError().orElseThrow());
    }
    assertThat(errors.mean()).isCloseTo(spread(values), withPercentage(12));
  }

  @Test
  void takesProbabilitiesOfManyClassesAndMerges() {
    MulticlassMetrics one = MulticlassMetrics.create(3).add(0, 0.5, 0.25, 0.25);
    MulticlassMetrics two = MulticlassMetrics.create(3).add(2, 0.5, 0.25, 0.25);
    Map<String, MetricValue> values = one.merge(two).values();
    assertThat(values.get("log_loss").value()).isCloseTo(1.5 * Math.log(2), within(1e-12));
    assertThat(values.get("accuracy").value()).isEqualTo(0.5);
    assertThatThrownBy(() -> one.add(0, 1.0)).hasMessageContaining("1 probabilities for 3");
    assertThatThrownBy(() -> one.add(0, 7.0, 0, 0)).hasMessageContaining("no probability");
    assertThatThrownBy(() -> one.add(0, 0.5, 0.5, Double.NaN)).hasMessageContaining("NaN");
    assertThatThrownBy(() -> one.add(3, 0)).hasMessageContaining("class 3");
    assertThatThrownBy(() -> one.merge(MulticlassMetrics.create(2)))
        .hasMessageContaining("3 classes with 2");
    assertThatThrownBy(() -> MulticlassMetrics.create(1)).hasMessageContaining("2 classes");
  }

  @Test
  void scoresRankings() {
    RankingMetrics ranking =
        RankingMetrics.create(2).add(0, 1, 0).merge(RankingMetrics.create(2).add(2, 0));
    assertThat(ranking.values().get("mrr").value()).isEqualTo(0.75);
    assertThat(ranking.values().get("ndcg@2").value())
        .isCloseTo((1 / (Math.log(3) / Math.log(2)) + 1) / 2, within(1e-12));
    assertThat(ranking.values().get("mrr").rows()).hasValue(2);
    assertThatThrownBy(() -> ranking.merge(RankingMetrics.create(3)))
        .hasMessageContaining("@2 with @3");
    assertThatThrownBy(() -> RankingMetrics.create(0)).hasMessageContaining("at least 1");
    assertThatThrownBy(() -> ranking.add(1, -1)).hasMessageContaining("0 to 1000, is -1");
    assertThatThrownBy(() -> ranking.add(Double.NaN)).hasMessageContaining("NaN");
    assertThatThrownBy(() -> ranking.addScored(new double[] {Double.NaN}, new double[1]))
        .hasMessageContaining("NaN");
    assertThatThrownBy(() -> ranking.addScored(new double[2], new double[1]))
        .hasMessageContaining("1 and 2");
  }

  @Test
  void zerosOfEitherSignAreTied() {
    RankingMetrics first = RankingMetrics.create(1).addScored(new double[] {0.0, -0.0}, one(0));
    RankingMetrics second = RankingMetrics.create(1).addScored(new double[] {0.0, -0.0}, one(1));

    assertThat(first.values()).isEqualTo(second.values());
    assertThat(first.values().get("ndcg@1").value()).isEqualTo(0.5);
  }

  private static double[] one(int at) {
    double[] relevance = new double[2];
    relevance[at] = 1;
    return relevance;
  }

  @Test
  void refusesRowsThatAreNone() {
    assertThatThrownBy(() -> ModelMetrics.binary(new boolean[2], new double[1]))
        .hasMessageContaining("2 and 1");
    assertThatThrownBy(() -> ModelMetrics.binary(new boolean[1], new double[] {Double.NaN}))
        .hasMessageContaining("finite");
    assertThatThrownBy(() -> RegressionMetrics.create().add(1, Double.POSITIVE_INFINITY))
        .hasMessageContaining("finite");
  }
}
