package dev.retrain.drift.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DistinctTest {
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 10, 100, 1000, 5000, 20_000, 300_000})
  void estimatesWithinFourStandardErrors(int n) {
    Distinct numbers = new Distinct();
    Distinct words = new Distinct();
    for (int i = 0; i < n; i++) {
      numbers.add(i * 0.1);
      numbers.add(i * 0.1);
      words.add("word" + i);
    }
    double slack = 1 + n * 4 * Distinct.RELATIVE_ERROR;
    assertThat((double) numbers.estimate()).isBetween(n - slack, n + slack);
    assertThat((double) words.estimate()).isBetween(n - slack, n + slack);
  }

  @Test
  void theErrorIsAsLargeAsStated() {
    double squares = 0;
    Random random = new Random(5);
    for (int run = 0; run < 200; run++) {
      Distinct distinct = new Distinct();
      for (int i = 0; i < 20_000; i++) {
        distinct.add(random.nextDouble());
      }
      squares += Math.pow(distinct.estimate() / 20_000.0 - 1, 2);
    }
    assertThat(Math.sqrt(squares / 200)).isBetween(0.012, 0.020);
  }

  @Test
  void bothZerosAreOneValueAndTheEmptyWordIsOne() {
    Distinct distinct = new Distinct();
    distinct.add(0.0);
    distinct.add(-0.0);
    distinct.add("");

    assertThat(distinct.estimate()).isEqualTo(2);
  }

  @Test
  void mergeOfPartsEqualsTheWhole() {
    Distinct whole = new Distinct();
    Distinct one = new Distinct();
    Distinct two = new Distinct();
    for (int i = 0; i < 5000; i++) {
      whole.add("w" + i);
      (i % 3 == 0 ? one : two).add("w" + i);
    }
    assertThat(one.merge(two).toBytes()).isEqualTo(whole.toBytes());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 5, 50_000})
  void survivesItsBytes(int n) {
    Distinct distinct = new Distinct();
    for (int i = 0; i < n; i++) {
      distinct.add((double) i);
    }
    Distinct read = Distinct.fromBytes(distinct.toBytes());

    assertThat(read.toBytes()).isEqualTo(distinct.toBytes());
    assertThat(read.estimate()).isEqualTo(distinct.estimate());
  }

  @Test
  void refusesRegistersThatCannotBe() {
    byte[] bytes = new byte[4096];
    bytes[7] = 99;
    assertThatThrownBy(() -> Distinct.fromBytes(bytes)).hasMessageContaining("99");
  }
}
