package dev.retrain.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.retrain.serving.PredictionJoin.Joined;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PredictionJoinTest {

  private final PredictionJoin join = new PredictionJoin(1000);

  @Test
  void joinsAnOutcomeWithItsPrediction() {
    assertThat(join.prediction("r1", "1", 0.4)).isEmpty();
    assertThat(join.outcome("r1", 1)).containsExactly(new Joined("1", 0.4, 1));
  }

  @Test
  void joinsAnOutcomeThatCameFirst() {
    assertThat(join.outcome("r1", 1)).isEmpty();
    assertThat(join.prediction("r1", "1", 0.4)).containsExactly(new Joined("1", 0.4, 1));
  }

  @Test
  void joinsEveryVersionThatSawTheRequest() {
    join.prediction("r1", "1", 0.4);
    join.prediction("r1", "2", 0.6);
    assertThat(join.outcome("r1", 0))
        .containsExactly(new Joined("1", 0.4, 0), new Joined("2", 0.6, 0));
  }

  @Test
  void joinsEachVersionOnce() {
    join.prediction("r1", "1", 0.4);
    join.outcome("r1", 1);
    assertThat(join.outcome("r1", 1)).isEmpty();
    assertThat(join.prediction("r1", "1", 0.4)).isEmpty();
  }

  @Test
  void forgetsTheOldestFirstAndSaysHowMany() {
    IntStream.range(0, 5000).forEach(i -> join.prediction("r" + i, "1", 0.4));
    assertThat(join.forgotten()).isBetween(3900L, 4000L);
    assertThat(join.outcome("r0", 1)).isEmpty();
    assertThat(join.outcome("r4999", 1)).hasSize(1);
  }

  @Test
  void refusesACapacityBelowOne() {
    assertThatIllegalArgumentException().isThrownBy(() -> new PredictionJoin(0));
  }
}
