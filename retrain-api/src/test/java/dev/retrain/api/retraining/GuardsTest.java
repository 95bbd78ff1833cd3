package dev.retrain.api.retraining;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.retrain.api.document.DocumentReader;
import dev.retrain.api.document.Documents;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class GuardsTest {

  @Test
  void allGuardsSurviveTheirDocument() {
    Guards guards =
        Guards.NONE
            .cooldown(Duration.ofDays(1))
            .budget(new Guards.Budget(8, Duration.ofDays(30)))
            .quietHours(
                new Guards.QuietHours(
                    LocalTime.of(22, 0), LocalTime.of(6, 30), ZoneId.of("Europe/Paris")))
            .spending(new Guards.Spending(new BigDecimal("12.5"), Duration.ofDays(90)))
            .giveUpAfter(2);

    String text = Documents.canonicalJson(GuardsShape.SHAPE.write(guards));

    assertThat(DocumentReader.of(GuardsShape.SHAPE, Documents.parse(text, "guards"), "guards"))
        .isEqualTo(guards);
  }

  @Test
  void quietHoursMaySpanMidnight() {
    Guards.QuietHours night =
        new Guards.QuietHours(LocalTime.of(22, 0), LocalTime.of(6, 0), ZoneOffset.UTC);

    assertThat(night.covers(Instant.parse("2001-01-01T23:00:00Z"))).isTrue();
    assertThat(night.covers(Instant.parse("2001-01-01T05:59:00Z"))).isTrue();
    assertThat(night.covers(Instant.parse("2001-01-01T06:00:00Z"))).isFalse();
    assertThat(night).hasToString("22:00 to 06:00 Z");
  }

  @Test
  void quietHoursWithinADayEndWhenTheySay() {
    Guards.QuietHours noon =
        new Guards.QuietHours(LocalTime.of(11, 0), LocalTime.of(13, 0), ZoneOffset.UTC);

    assertThat(noon.covers(Instant.parse("2001-01-01T12:00:00Z"))).isTrue();
    assertThat(noon.covers(Instant.parse("2001-01-01T13:00:00Z"))).isFalse();
  }

  @Test
  void refusesWhatCanNeverHold() {
    assertThatThrownBy(() -> new Guards.QuietHours(LocalTime.NOON, LocalTime.NOON, ZoneOffset.UTC))
        .hasMessageContaining("quiet hours must end");
    assertThatThrownBy(() -> new Guards.Spending(BigDecimal.ZERO, Duration.ofDays(1)))
        .hasMessageContaining("spending limit must be above 0");
    assertThatThrownBy(() -> new Guards.Budget(1, Duration.ZERO))
        .hasMessageContaining("period of a budget");
    assertThatThrownBy(() -> Guards.NONE.giveUpAfter(0))
        .hasMessageContaining("at least 1 rejection");
  }

  @Test
  void namesAZoneItDoesNotKnow() {
    String text =
        "{\"quietHours\": {\"from\": \"22:00\", \"to\": \"6\", \"zone\": \"Mars/Olympus\"}}";

    assertThatThrownBy(
            () -> DocumentReader.of(GuardsShape.SHAPE, Documents.parse(text, "guards"), "guards"))
        .hasMessageContaining("'6' is not a time of day")
        .hasMessageContaining("'Mars/Olympus' is not a zone");
  }
}
