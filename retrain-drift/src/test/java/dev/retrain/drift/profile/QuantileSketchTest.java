package dev.retrain.drift.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.apache.datasketches.kll.KllSketch;
import org.junit.jupiter.api.Test;

class QuantileSketchTest {
  @Test
  void keepsEveryValueWhileTheyFit() {
    QuantileSketch sketch = sketchOf(200, normals(200, 1));

    assertThat(sketch.quantiles().rankError()).isZero();
    assertThat(sketch.quantiles().count()).isEqualTo(200);
    assertThat(sketch.quantiles().values()).hasSize(200);
  }

  @Test
  void ranksLieWithinTheStatedError() {
    int misses = 0;
    int asked = 0;
    for (int seed = 0; seed < 40; seed++) {
      double[] values = normals(50_000, seed);
      Quantiles seen = sketchOf(200, values).quantiles();
      Arrays.sort(values);
      for (int i = 1; i < 50; i++) {
        double exact = i / 50.0;
        double error = Math.abs(seen.rank(values[(int) (exact * values.length) - 1]) - exact);
        misses += error > seen.rankError() ? 1 : 0;
        asked++;
      }
    }
    assertThat((double) misses / asked).isLessThan(0.02);
  }

  @Test
  void mergedSketchesKeepTheStatedError() {
    double[] values = normals(64_000, 7);
    QuantileSketch merged = new QuantileSketch(800);
    for (int part = 0; part < 64; part++) {
      merged.merge(sketchOf(800, Arrays.copyOfRange(values, part * 1000, (part + 1) * 1000)));
    }
    Arrays.sort(values);
    Quantiles seen = merged.quantiles();
    assertThat(seen.count()).isEqualTo(64_000);
    for (int i = 1; i < 20; i++) {
      assertThat(seen.rank(values[i * 3200 - 1]))
          .isBetween(i / 20.0 - 2 * seen.rankError(), i / 20.0 + 2 * seen.rankError());
    }
  }

  @Test
  void statesTheErrorOfDataSketches() {
    assertThat(QuantileSketch.rankError(800))
        .isEqualTo(KllSketch.getNormalizedRankError(800, false), within(1e-6));
  }

  private static org.assertj.core.data.Offset<Double> within(double offset) {
    return org.assertj.core.data.Offset.offset(offset);
  }

  @Test
  void sameInputGivesSameBytes() {
    assertThat(sketchOf(200, normals(30_000, 3)).toBytes())
        .isEqualTo(sketchOf(200, normals(30_000, 3)).toBytes());
  }

  @Test
  void survivesItsBytesAndGoesOn() {
    double[] values = normals(30_000, 3);
    QuantileSketch half = sketchOf(200, Arrays.copyOf(values, 15_000));
    QuantileSketch continued = half.copy();
    continued.add(values, 15_000, 30_000);

    assertThat(continued.quantiles()).isEqualTo(sketchOf(200, values).quantiles());
  }

  @Test
  void holdsInfinitiesAtTheEnds() {
    double[] values = {1, Double.NEGATIVE_INFINITY, 2, Double.POSITIVE_INFINITY};
    Quantiles seen = sketchOf(200, values).quantiles();

    assertThat(seen.quantile(0)).isEqualTo(Double.NEGATIVE_INFINITY);
    assertThat(seen.quantile(1)).isEqualTo(Double.POSITIVE_INFINITY);
    assertThat(seen.rank(1)).isEqualTo(0.5);
  }

  @Test
  void countsBothZerosAsOneValue() {
    Quantiles seen = sketchOf(200, new double[] {-0.0, 0.0, 1}).quantiles();

    assertThat(seen.values()).containsExactly(0.0, 1.0);
    assertThat(seen.countAtOrBelow(-0.0)).isEqualTo(2);
  }

  @Test
  void refusesToMergeOtherSizes() {
    QuantileSketch sketch = new QuantileSketch(200);
    assertThatThrownBy(() -> sketch.merge(new QuantileSketch(100)))
        .hasMessageContaining("200")
        .hasMessageContaining("100");
    assertThatThrownBy(() -> new QuantileSketch(7)).hasMessageContaining("8 .. 65535");
  }

  @Test
  void answersOnlySensibleQuestions() {
    Quantiles empty = new QuantileSketch(200).quantiles();
    assertThat(empty.isEmpty()).isTrue();
    assertThat(empty.rank(1)).isZero();
    assertThatThrownBy(() -> empty.quantile(0.5)).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> empty.quantile(1.5)).hasMessageContaining("1.5");
    assertThat(empty.hashCode()).isEqualTo(new QuantileSketch(10).quantiles().hashCode());
    assertThat(empty).hasToString("0 values of 0 rows");
  }

  private static QuantileSketch sketchOf(int k, double[] values) {
    QuantileSketch sketch = new QuantileSketch(k);
    sketch.add(values, 0, values.length);
    return sketch;
  }

  private static double[] normals(int n, long seed) {
    java.util.Random random = new java.util.Random(new SplittableRandom(seed).nextLong());
    return random.doubles(n).map(u -> random.nextGaussian()).toArray();
  }
}
