package dev.retrain.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AxesTest {

  private static final Instant START = Instant.parse("2001-01-28T03:00:00Z");

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 5, 48, 100, 24 * 30, 24 * 90, 24 * 365, 24 * 3650})
  void timesHaveFewLabelsInsideTheAxis(long hours) {
    TimeAxis axis = new TimeAxis(START, START.plus(Duration.ofHours(hours)), 50, 900);

    assertThat(axis.ticks()).hasSizeLessThanOrEqualTo(10);
    assertThat(axis.ticks()).allSatisfy(tick -> assertThat(tick.x()).isBetween(50.0, 950.0));
  }

  @Test
  void timesAreLabelledAsFinelyAsTheySpan() {
    assertThat(labels(Duration.ofDays(160))).startsWith("Feb 2001");
    assertThat(labels(Duration.ofDays(10))).startsWith("30 Jan");
    assertThat(labels(Duration.ofHours(8))).startsWith("28 Jan 03:00");
  }

  private static List<String> labels(Duration length) {
    TimeAxis axis = new TimeAxis(START, START.plus(length), 0, 100);
    return axis.ticks().stream().map(TimeAxis.Tick::label).toList();
  }

  @Test
  void valuesLieBetweenRoundEnds() {
    SplittableRandom random = new SplittableRandom(7);
    for (int i = 0; i < 1000; i++) {
      double scale = Math.pow(10, random.nextInt(-12, 12));
      double one = (random.nextDouble() - 0.5) * scale;
      double two = random.nextInt(4) == 0 ? one : (random.nextDouble() - 0.5) * scale;
      ValueAxis axis = ValueAxis.holding(List.of(one, two), 10, 100);

      assertThat(List.of(axis.y(one), axis.y(two)))
          .allSatisfy(y -> assertThat(y).isBetween(10 - 1e-6, 110 + 1e-6));
      assertThat(axis.ticks()).hasSizeBetween(2, 9);
    }
  }

  @Test
  void roundEndsAreWhatAPersonWouldChoose() {
    ValueAxis axis = ValueAxis.holding(List.of(0.013, 0.095), 0, 100);

    assertThat(axis.ticks()).first().isEqualTo(0.0);
    assertThat(axis.high()).isCloseTo(0.1, org.assertj.core.data.Offset.offset(1e-12));
  }
}
