package dev.retrain.drift.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.data.Percentage.withPercentage;

import dev.retrain.api.metric.MetricValue;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every metric and its error beside values that generate.py computed from their definitions. */
class ReferenceValuesTest {

  static List<String> binary() throws IOException {
    return cases("binary.txt");
  }

  static List<String> regression() throws IOException {
    return cases("regression.txt");
  }

  static List<String> multiclass() throws IOException {
    return cases("multiclass.txt");
  }

  static List<String> ranking() throws IOException {
    return cases("ranking.txt");
  }

  private static List<String> cases(String file) throws IOException {
    try (InputStream in = ReferenceValuesTest.class.getResourceAsStream(file)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .toList();
    }
  }

  private static double[] numbers(String text) {
    return Arrays.stream(text.trim().split(" ")).mapToDouble(Double::parseDouble).toArray();
  }

  private static boolean[] flags(double... numbers) {
    boolean[] flags = new boolean[numbers.length];
    for (int i = 0; i < flags.length; i++) {
      flags[i] = numbers[i] != 0;
    }
    return flags;
  }

  private static boolean[] right(boolean[] labels, double[] scores) {
    boolean[] right = new boolean[labels.length];
    for (int i = 0; i < right.length; i++) {
      right[i] = labels[i] == scores[i] >= 0.5;
    }
    return right;
  }

  private static void check(Map<String, MetricValue> values, String name, double expected) {
    assertThat(values.get(name).value()).as(name).isCloseTo(expected, withPercentage(1e-9));
  }

  private static void checkError(Map<String, MetricValue> values, String name, double expected) {
    assertThat(values.get(name).standardError().orElseThrow())
        .as("error of " + name)
        .isCloseTo(expected, withPercentage(1e-4));
  }

  @ParameterizedTest
  @MethodSource("binary")
  void twoClasses(String line) {
    String[] parts = line.split(";");
    boolean[] labels = flags(numbers(parts[0]));
    double[] champion = numbers(parts[1]);
    double[] expected = numbers(parts[3]);
    Map<String, MetricValue> values = ModelMetrics.binary(labels, champion);

    check(values, "auc", expected[0]);
    checkError(values, "auc", expected[1]);
    check(values, "log_loss", expected[6]);
    check(values, "brier", expected[7]);
    check(values, "accuracy", expected[8]);
    check(values, "f1", expected[9]);
    check(values, "precision", expected[11]);
    check(values, "recall", expected[12]);
    check(values, "calibration_error", expected[13]);
    checkError(values, "accuracy", expected[14]);
    checkError(values, "precision", expected[15]);
    checkError(values, "recall", expected[16]);
    checkError(values, "f1", expected[17]);
    checkError(values, "log_loss", expected[18]);
    checkError(values, "brier", expected[19]);
  }

  @ParameterizedTest
  @MethodSource("binary")
  void twoClassesOfTwoModels(String line) {
    String[] parts = line.split(";");
    boolean[] labels = flags(numbers(parts[0]));
    double[] champion = numbers(parts[1]);
    double[] challenger = numbers(parts[2]);
    double[] expected = numbers(parts[3]);

    PairedDifference areas = PairedComparison.auc(labels, champion, challenger);
    assertThat(areas.challenger()).isCloseTo(expected[2], within(1e-12));
    assertThat(areas.difference()).isCloseTo(expected[3], within(1e-12));
    assertThat(areas.standardError()).isCloseTo(expected[4], within(1e-12));
    assertThat(areas.pValue()).isCloseTo(expected[5], withPercentage(1e-6));
    PairedDifference accuracy =
        PairedComparison.accuracy(right(labels, champion), right(labels, challenger));
    assertThat(accuracy.pValue()).isCloseTo(expected[10], withPercentage(1e-6));
    assertThat(accuracy.champion()).isCloseTo(expected[8], within(1e-12));
  }

  @ParameterizedTest
  @MethodSource("regression")
  void regression(String line) {
    String[] parts = line.split(";");
    double[] truth = numbers(parts[0]);
    double[] champion = numbers(parts[1]);
    double[] expected = numbers(parts[3]);
    Map<String, MetricValue> values = ModelMetrics.regression(truth, champion);
    List<String> names = List.of("rmse", "mae", "mape");
    for (int i = 0; i < names.size(); i++) {
      check(values, names.get(i), expected[i]);
      checkError(values, names.get(i), expected[3 + i]);
    }

    double[] test = numbers(parts[4]);
    PairedDifference squares =
        PairedComparison.mean(squares(truth, champion), squares(truth, numbers(parts[2])));
    assertThat(squares.pValue()).isCloseTo(test[0], withPercentage(1e-6));
    assertThat(squares.lower()).isCloseTo(test[1], withPercentage(1e-6));
    assertThat(squares.upper()).isCloseTo(test[2], withPercentage(1e-6));
  }

  private static double[] squares(double[] truth, double[] predicted) {
    double[] squares = new double[truth.length];
    Arrays.setAll(squares, i -> (predicted[i] - truth[i]) * (predicted[i] - truth[i]));
    return squares;
  }

  @ParameterizedTest
  @MethodSource("multiclass")
  void manyClasses(String line) {
    String[] parts = line.split(";");
    int classes = Integer.parseInt(parts[0]);
    double[] labels = numbers(parts[1]);
    double[] probabilities = numbers(parts[2]);
    MulticlassMetrics metrics = MulticlassMetrics.create(classes);
    for (int row = 0; row < labels.length; row++) {
      int start = row * classes;
      metrics.add((int) labels[row], Arrays.copyOfRange(probabilities, start, start + classes));
    }

    double[] expected = numbers(parts[3]);
    List<String> names = List.of("accuracy", "macro_f1", "log_loss");
    for (int i = 0; i < names.size(); i++) {
      check(metrics.values(), names.get(i), expected[i]);
      checkError(metrics.values(), names.get(i), expected[3 + i]);
    }
  }

  @ParameterizedTest
  @MethodSource("ranking")
  void rankingsWithTies(String line) {
    String[] parts = line.split(";");
    int k = Integer.parseInt(parts[0]);
    double[] expected = numbers(parts[3]);
    Map<String, MetricValue> values =
        RankingMetrics.create(k).addScored(numbers(parts[1]), numbers(parts[2])).values();

    check(values, "ndcg@" + k, expected[0]);
    check(values, "mrr", expected[1]);
  }
}
