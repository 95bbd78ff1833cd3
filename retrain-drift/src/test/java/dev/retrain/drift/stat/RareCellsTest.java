package dev.retrain.drift.stat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RareCellsTest {

  /** Mean and variance against shuffling the rows between the samples. */
  @Test
  void meanAndVarianceAreThoseOfShuffledSamples() {
    int[] sizes = {1, 1, 1, 2, 2, 3, 3, 4, 5, 7, 1, 2, 1, 1, 6};
    int[] rows =
        IntStream.range(0, sizes.length)
            .flatMap(cell -> IntStream.generate(() -> cell).limit(sizes[cell]))
            .toArray();
    Random random = new Random(1);
    int runs = 200_000;
    double sum = 0;
    double squares = 0;
    RareCells cells = RareCells.of(new long[0], new long[0], 100);
    for (int run = 0; run < runs; run++) {
      long[] left = new long[sizes.length];
      long[] right = new long[sizes.length];
      for (int i = rows.length - 1; i >= 0; i--) {
        int j = random.nextInt(i + 1);
        int swap = rows[i];
        rows[i] = rows[j];
        rows[j] = swap;
        (i < 15 ? left : right)[rows[i]]++;
      }
      cells = RareCells.of(left, right, 100);
      sum += cells.statistic();
      squares += cells.statistic() * cells.statistic();
    }
    double mean = sum / runs;
    assertThat(cells.mean()).isCloseTo(mean, within(0.03));
    assertThat(cells.variance()).isCloseTo(squares / runs - mean * mean, within(0.3));
  }

  @Test
  void categoriesOfOneRowEachCannotBeTested() {
    long[] left = {1, 1, 1, 0, 0, 0};
    long[] right = {0, 0, 0, 1, 1, 1};
    assertThat(RareCells.of(left, right, 100).canBeTested()).isFalse();
  }
}
