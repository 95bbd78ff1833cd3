package dev.retrain.runtime;

import static dev.retrain.api.retraining.RetrainMode.BATCH;
import static dev.retrain.runtime.trigger.Triggers.any;
import static dev.retrain.runtime.trigger.Triggers.cron;
import static dev.retrain.runtime.trigger.Triggers.flag;
import static org.assertj.core.api.Assertions.assertThat;

import dev.retrain.api.retraining.Decision;
import dev.retrain.api.retraining.Decision.Kind;
import dev.retrain.api.retraining.Guards;
import dev.retrain.api.retraining.Retraining;
import dev.retrain.runtime.trigger.CronTrigger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Guards hold a firing back until they allow it; they do not lose it. */
class HeldFiringsTest {

  private static List<Instant> runs(Retraining.Builder policy, Duration step, int looks) {
    Scene scene = new Scene(policy);
    scene.tick();
    for (int i = 0; i < looks; i++) {
      // A scheduler that is up to a minute late.
      scene.clock.advance(step.plusSeconds(i * 37 % 60 - (i == 0 ? 0 : (i - 1) * 37 % 60)));
      scene.tick();
    }
    return scene.log().stream().filter(d -> d.kind() == Kind.RETRAIN).map(Decision::at).toList();
  }

  @Test
  void aDailyCronWithACooldownOfADayRunsDailyWhateverTheJitter() {
    Retraining.Builder policy =
        Scene.policy().when(cron("0 3 * * *"), BATCH).cooldown(Duration.ofDays(1));

    assertThat(runs(policy, Duration.ofMinutes(10), 14 * 144)).hasSize(14);
  }

  @Test
  void aDailyCronWithABudgetOfOneADayRunsDailyWhateverTheJitter() {
    Retraining.Builder policy =
        Scene.policy().when(cron("0 3 * * *"), BATCH).budget(1, Duration.ofDays(1));

    assertThat(runs(policy, Duration.ofMinutes(10), 14 * 144)).hasSize(14);
  }

  @Test
  void aTimeInQuietHoursRunsWhenTheyEnd() {
    Retraining.Builder policy =
        Scene.policy()
            .when(cron("0 3 * * *"), BATCH)
            .guards(
                Guards.NONE.quietHours(
                    new Guards.QuietHours(
                        LocalTime.of(22, 0), LocalTime.of(6, 0), ZoneOffset.UTC)));

    assertThat(runs(policy, Duration.ofMinutes(10), 144))
        .singleElement()
        .satisfies(
            at ->
                assertThat(at)
                    .isBetween(
                        Instant.parse("2001-01-01T06:00:00Z"),
                        Instant.parse("2001-01-01T06:12:00Z")));
  }

  @Test
  void aTimeWithinACombinationIsHeldBackAndNotLost() {
    Retraining.Builder policy =
        Scene.policy()
            .when(any(cron("0 3 * * *"), flag("force")), BATCH)
            .guards(
                Guards.NONE.quietHours(
                    new Guards.QuietHours(
                        LocalTime.of(22, 0), LocalTime.of(6, 0), ZoneOffset.UTC)));

    assertThat(runs(policy, Duration.ofMinutes(10), 3 * 144)).hasSize(3);
  }

  @Test
  void aTimeHeldBackIsNotOneThatWasMissed() {
    Retraining.Builder policy =
        Scene.policy()
            .when(new CronTrigger("0 3 * * *", ZoneOffset.UTC, CronTrigger.Missed.SKIP), BATCH)
            .when(cron("0 1 * * *"), BATCH)
            .cooldown(Duration.ofHours(4));

    assertThat(runs(policy, Duration.ofMinutes(5), 288)).hasSize(2);
  }
}
