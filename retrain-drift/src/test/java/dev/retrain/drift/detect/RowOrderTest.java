package dev.retrain.drift.detect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retrain.drift.data.CategoricalColumn;
import dev.retrain.drift.data.Column;
import dev.retrain.drift.data.Dataset;
import dev.retrain.drift.data.Missing;
import dev.retrain.drift.data.NumericColumn;
import dev.retrain.drift.data.TimestampColumn;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How the order of rows bears on verdicts. */
class RowOrderTest {

  private static DriftReport check(Dataset reference, Dataset current) {
    return DriftDetector.against(reference, DriftPolicy.standard()).check(current);
  }

  private static Dataset numeric(double... values) {
    return Dataset.of(Map.of("x", NumericColumn.of(values)));
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 300, 400})
  void aColumnThatMovedAwayCompletelyIsDrift(int rows) {
    Dataset reference = numeric(Samples.normal(1, rows, 0));
    for (double shift : new double[] {20, -20, 1e6}) {
      FeatureReport x = check(reference, numeric(Samples.normal(2, rows, shift))).feature("x");
      assertThat(x.measures().significance().designEffect()).as("shift %s", shift).isLessThan(3);
      assertThat(x.verdict()).as("shift %s", shift).isEqualTo(DriftVerdict.DRIFT);
    }
  }

  @Test
  void aSpikeOfEqualValuesInsideTheReferenceIsDrift() {
    double[] spike = new double[300];
    Arrays.setAll(spike, i -> i % 7 == 0 ? 0.1 : 0.1000001);
    assertThat(check(numeric(Samples.normal(1, 300, 0)), numeric(spike)).verdict())
        .isEqualTo(DriftVerdict.DRIFT);
  }

  /** Columns a, b that depends on a, and the category of a, in random order. */
  private static Dataset dependent(long seed, int rows, double shiftOfB) {
    double[] a = Samples.normal(7919 * seed, rows, 0);
    double[] noise = Samples.normal(7919 * seed + 1, rows, 0);
    double[] b = new double[rows];
    Arrays.setAll(b, i -> 0.8 * a[i] + 0.6 * noise[i] + shiftOfB);
    String[] c =
        Arrays.stream(a)
            .mapToObj(v -> v < -0.5 ? "low" : v < 0.5 ? "mid" : "top")
            .toArray(String[]::new);
    Map<String, Column> columns = new LinkedHashMap<>();
    columns.put("a", NumericColumn.of(a));
    columns.put("b", NumericColumn.of(b));
    columns.put("c", CategoricalColumn.of(c));
    return Dataset.of(columns);
  }

  private static Dataset sorted(Dataset rows, String by) {
    return rows.select(
        IntStream.range(0, rows.rows())
            .boxed()
            .sorted(
                by.equals("c")
                    ? Comparator.comparing(row -> rows.categorical(by).value(row))
                    : Comparator.comparingDouble(row -> rows.numeric(by).value(row)))
            .mapToInt(Integer::intValue)
            .toArray());
  }

  private static Dataset misplacing(Dataset rows, int every) {
    int[] order = IntStream.range(0, rows.rows()).toArray();
    for (int i = 0; i < order.length / 2; i += every) {
      int swap = order[i];
      order[i] = order[order.length - 1 - i];
      order[order.length - 1 - i] = swap;
    }
    return rows.select(order);
  }

  @ParameterizedTest
  @CsvSource({"a, 400", "b, 400", "c, 400", "a, 2000", "c, 2000", "a, 60000", "c, 60000"})
  void aFileSortedByOneColumnDoesNotHideDriftOfAnother(String by, int rows) {
    Dataset reference = dependent(1, rows, 0);
    Dataset moved = dependent(2, rows, 0.5);
    assertThat(check(sorted(reference, by), sorted(moved, by)).drifted()).containsExactly("b");
    assertThat(check(reference, sorted(moved, by)).drifted()).containsExactly("b");
    assertThat(check(sorted(reference, by), moved).drifted()).containsExactly("b");
  }

  @ParameterizedTest
  @CsvSource({"a, 1000", "c, 1000", "a, 2000"})
  void aFewMisplacedRowsLeaveAFileSorted(String by, int rows) {
    Dataset reference = misplacing(sorted(dependent(1, rows, 0), by), 120);
    Dataset current = misplacing(sorted(dependent(2, rows, 0.5), by), 150);
    assertThat(check(reference, current).drifted()).containsExactly("b");
  }

  @Test
  void filesSortedOneByOneAndJoinedDoNotHideDrift() {
    Dataset reference = sorted(dependent(1, 500, 0), "a").append(sorted(dependent(2, 500, 0), "a"));
    Dataset current =
        sorted(dependent(3, 500, 0.5), "a").append(sorted(dependent(4, 500, 0.5), "a"));
    assertThat(check(reference, current).drifted()).containsExactly("b");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "b", "c"})
  void aSortedFileCausesNoFalseAlarms(String by) {
    int alarms = 0;
    for (int run = 0; run < 100; run++) {
      Dataset reference = dependent(2 * run, 1000, 0);
      Dataset current = sorted(dependent(2 * run + 1, 1000, 0), by);
      alarms += check(run % 2 == 0 ? reference : sorted(reference, by), current).drifted().size();
    }
    assertThat(alarms).isLessThanOrEqualTo(4);
  }

  @Test
  void categoriesSortedInTwoRunsDoNotHideDrift() {
    Dataset half = Dataset.of(Map.of("c", letters(150, 100, 50)));
    Dataset other = Dataset.of(Map.of("c", letters(100, 100, 100)));
    assertThat(check(half.append(half), other.append(other)).drifted()).containsExactly("c");
    assertThat(check(half.append(half), half.append(half)).drifted()).isEmpty();
  }

  private static CategoricalColumn letters(int a, int b, int c) {
    String all = "a".repeat(a) + "b".repeat(b) + "c".repeat(c);
    return CategoricalColumn.of(all.split(""));
  }

  @Test
  void rowsInTheOrderOfTimeKeepTheirDependence() {
    Random random = new Random(5);
    int rows = 2000;
    double[] slow = new double[rows];
    double[] day = new double[rows];
    long[] micros = new long[rows];
    for (int i = 0; i < rows; i++) {
      slow[i] = (i == 0 ? 0 : 0.95 * slow[i - 1]) + random.nextGaussian();
      day[i] = i / 50 + 0.5;
      micros[i] = i * 1_000_000L;
    }
    Dataset untimed = Dataset.of(Map.of("x", NumericColumn.of(slow), "day", NumericColumn.of(day)));
    Dataset timed = untimed.with("at", TimestampColumn.ofEpochMicros(micros, Missing.NONE));
    assertThat(RowOrder.of(timed)).isEqualTo(RowOrder.RECORDED);
    assertThat(RowOrder.of(untimed)).isEqualTo(RowOrder.SORTED);
    assertThat(RowOrder.of(timed).designEffect(slow)).isGreaterThan(15);
  }

  @Test
  void valuesThatDependOnTheirNeighboursDoNotHideThatOthersAreMissing() {
    double[] walk = new double[400];
    Random random = new Random(3);
    for (int i = 1; i < walk.length; i++) {
      walk[i] = 0.99 * walk[i - 1] + random.nextGaussian();
    }
    BitSet absent = new BitSet();
    random.ints(80, 0, 400).forEach(absent::set);
    Dataset current = Dataset.of(Map.of("x", NumericColumn.of(walk, Missing.of(absent))));
    assertThat(check(numeric(walk), current).verdict()).isEqualTo(DriftVerdict.DRIFT);
  }
}
