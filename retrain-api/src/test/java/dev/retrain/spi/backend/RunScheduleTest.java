package dev.retrain.spi.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.retrain.api.error.InvalidDefinitionException;
import dev.retrain.api.error.Problem;
import dev.retrain.api.pipeline.Artifact;
import dev.retrain.api.pipeline.Pipeline;
import dev.retrain.api.pipeline.Step;
import dev.retrain.api.retraining.RetrainMode;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RunScheduleTest {

  private static final Pipeline PIPELINE =
      Pipeline.named("weekly")
          .tag("owner", "risk")
          .parameter("week", "2001-W05")
          .step(
              Step.process("work", "acme/work@sha256:" + "a".repeat(64))
                  .command("work")
                  .parameters("week")
                  .writes(Artifact.dataset("rows")))
          .build();

  private static RunSchedule at(String cron) {
    return RunSchedule.of("nightly", PIPELINE, cron, Map.of(), RetrainMode.BATCH);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0 3 * * *",
        "*/15 0-6,22-23 * * *",
        "0 0 29 2 *",
        "0 0 1,15 JAN-MAR mon-fri",
        "59 23 31 12 7",
        "0 0 31 2 MON"
      })
  void takesTimesThatCome(String cron) {
    assertThat(at(cron).cron()).isEqualTo(cron);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "@daily|five",
        "0 3 * *|five",
        "0 0 3 * * *|five",
        "0  3 * * *|five",
        "60 3 * * *|minute '60'",
        "0 24 * * *|hour '24'",
        "0 3 0 * *|day of month '0'",
        "0 3 * 13 *|month '13'",
        "0 3 * * 8|day of week '8'",
        "5-1 3 * * *|minute '5-1'",
        "*/0 3 * * *|step",
        "*/5/5 3 * * *|step",
        "1-2-3 3 * * *|minute",
        "a 3 * * *|minute 'a'",
        "0 3 30 FEB *|no year has"
      })
  void refusesTimesThatNeverCome(String cron, String why) {
    assertThatThrownBy(() -> at(cron))
        .isInstanceOf(InvalidDefinitionException.class)
        .hasMessageContaining("schedule nightly")
        .hasMessageContaining(why);
  }

  @Test
  void namesEveryProblemAtOnce() {
    InvalidDefinitionException refused =
        catchThrowableOfType(
            InvalidDefinitionException.class,
            () -> RunSchedule.of("Every Night", PIPELINE, "never", Map.of(), RetrainMode.BATCH));

    assertThat(refused.problems())
        .extracting(Problem::code)
        .containsExactly("illegal-schedule-name", "illegal-cron");
  }

  @Test
  void bindsTheParametersOfItsRuns() {
    assertThat(at("0 3 * * *").parameters()).isEqualTo(Map.of("week", "2001-W05"));
    assertThatThrownBy(
            () ->
                RunSchedule.of(
                    "nightly", PIPELINE, "0 3 * * *", Map.of("weak", "x"), RetrainMode.BATCH))
        .hasMessageContaining("weak");
  }

  @Test
  void isKnownToHaveBeenEdited() {
    RunSchedule given = at("0 3 * * *");
    ScheduleSummary kept = ScheduleSummary.of(given, "native-1");

    assertThat(kept.tags()).containsEntry("Owner", "risk");
    assertThat(kept.isAsGiven(given)).isTrue();
    assertThat(kept.isAsGiven(given.at("0 4 * * *", ZoneOffset.UTC))).isFalse();
    assertThat(kept.isAsGiven(given.at("0 3 * * *", ZoneId.of("Europe/Paris")))).isFalse();
  }
}
