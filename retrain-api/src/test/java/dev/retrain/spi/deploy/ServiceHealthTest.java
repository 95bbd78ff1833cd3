package dev.retrain.spi.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.retrain.api.document.DocumentReader;
import dev.retrain.api.document.Documents;
import dev.retrain.api.document.Node;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ServiceHealthTest {

  private static final Instant NOON = Instant.parse("2026-05-01T12:00:00Z");
  private static final LatencyHistogram ABOVE =
      LatencyHistogram.above(100, Map.of(Duration.ofMillis(50), 20L, Duration.ofMillis(200), 3L));

  private static VersionHealth counted() {
    return new VersionHealth(true, 100, 2, ABOVE, Map.of());
  }

  static List<VersionHealth> allKinds() {
    return List.of(
        VersionHealth.ABSENT,
        counted(),
        counted().in(VersionState.GONE),
        counted().in(new VersionState.Failed("no capacity")),
        counted()
            .over(new HealthInterval(NOON, NOON.plusSeconds(60)))
            .withQuantiles(Map.of(0.95, Duration.ofMillis(120))));
  }

  @ParameterizedTest
  @MethodSource("allKinds")
  void isReadAsItIsWritten(VersionHealth health) {
    Node written = Documents.parse(Documents.json(VersionHealth.shape().write(health)), "health");

    assertThat(DocumentReader.of(VersionHealth.shape(), written, "health"))
        .isEqualTo(health)
        .satisfies(
            read -> assertThat(read.latency().counts()).isEqualTo(health.latency().counts()));
  }

  @Test
  void requestsAboveLimitsMakeAHistogram() {
    assertThat(ABOVE.bounds()).containsExactly(50, 200);
    assertThat(ABOVE.counts()).containsExactly(80, 17, 3);
    assertThat(ABOVE.quantileMillis(0.97)).hasValue(200);
    assertThat(ABOVE.isStandard()).isFalse();
    assertThatThrownBy(() -> LatencyHistogram.above(10, Map.of(Duration.ofMillis(5), 11L)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void addingOtherBoundsNeverUnderstatesADuration() {
    LatencyHistogram fine =
        LatencyHistogram.of(new double[] {10, 60, 100, 500}, new long[] {1, 2, 3, 4, 5});

    LatencyHistogram sum = ABOVE.plus(fine);

    assertThat(sum.bounds()).containsExactly(50, 200);
    assertThat(sum.counts()).containsExactly(81, 22, 12);
    assertThat(LatencyHistogram.empty().plus(fine).bounds()).isEqualTo(fine.bounds());
  }

  @Test
  void anIntervalEndsAfterItBegins() {
    assertThatThrownBy(() -> new HealthInterval(NOON, NOON))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
