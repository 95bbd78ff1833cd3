package dev.retrain.backend.local.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpareCapacityTest {

  private final SpareCapacity spare = new SpareCapacity();

  private void looks(int times, double load) {
    IntStream.range(0, times).forEach(i -> spare.look(load));
  }

  @Test
  void hasRoomForEveryCopyUntilTheProcessorsAreBusy() {
    looks(10, 0.5);
    assertThat(IntStream.range(0, 1_000)).allMatch(i -> spare.hasRoom());
  }

  @Test
  void halvesWhileTheProcessorsAreBusyAndLeavesSome() {
    spare.look(1);
    assertThat(spare.share()).isEqualTo(0.5);
    looks(100, 0.95);
    assertThat(spare.share()).isEqualTo(1.0 / 16);
    assertThat(IntStream.range(0, 10_000).filter(i -> spare.hasRoom()).count())
        .isBetween(1L, 2_000L);
  }

  @Test
  void doublesOnceTheyAreIdleAndStaysWhereTheyAreNeither() {
    looks(3, 1);
    looks(5, 0.8);
    assertThat(spare.share()).isEqualTo(0.125);
    looks(2, 0.7);
    assertThat(spare.share()).isEqualTo(0.5);
    looks(9, 0);
    assertThat(spare.share()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(doubles = {-1, Double.NaN})
  void changesNothingWhereTheLoadIsNotKnown(double load) {
    spare.look(1);
    looks(9, load);
    assertThat(spare.share()).isEqualTo(0.5);
  }
}
