package dev.retrain.runtime;

import static dev.retrain.api.retraining.RetrainMode.BATCH;
import static dev.retrain.api.retraining.RetrainMode.FULL;
import static dev.retrain.runtime.trigger.Triggers.cron;
import static dev.retrain.runtime.trigger.Triggers.flag;
import static org.assertj.core.api.Assertions.assertThat;

import dev.retrain.api.retraining.Decision;
import dev.retrain.testkit.RunScript;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ClockFaultTest {

  private static final Duration YEAR = Duration.ofDays(365);

  private static boolean isRepair(Decision decision) {
    return decision.rule().equals("clock");
  }

  @Test
  void aTickWithAClockAYearAheadKeepsNothingFromFiring() {
    Scene scene =
        new Scene(Scene.policy().when(cron("0 3 * * *"), BATCH).cooldown(YEAR.dividedBy(400)));
    scene.tick();
    scene.clock.advance(YEAR);
    scene.tick();
    int ahead = scene.backend.submissions().size();
    scene.clock.advance(YEAR.negated());
    scene.every(Duration.ofHours(1), 60);

    assertThat(scene.backend.submissions()).hasSize(ahead + 2);
    assertThat(scene.log()).filteredOn(ClockFaultTest::isRepair).hasSize(1);
  }

  @Test
  void aClockThatIsSetBackIsSaid() {
    Scene scene = new Scene(Scene.policy().when(cron("*/10 * * * *"), BATCH));
    scene.tick();
    scene.every(Duration.ofMinutes(10), 3);
    int before = scene.backend.submissions().size();
    scene.clock.advance(Duration.ofHours(-3));
    scene.every(Duration.ofMinutes(10), 3);

    assertThat(scene.backend.submissions().size()).isGreaterThan(before);
    assertThat(scene.log()).filteredOn(ClockFaultTest::isRepair).hasSize(1);
  }

  @Test
  void aDeadlineEndsAlthoughItsPhaseBeganInTheFuture() {
    Scene scene = new Scene(Scene.policy().when(flag("on"), FULL));
    scene.flags.set("on", false);
    scene.tick();
    scene.clock.advance(YEAR);
    scene.flags.set("on", true);
    scene.backend.nextRun(RunScript.succeeds(Map.of("auc", 0.7)).after(YEAR.multipliedBy(3)));
    scene.tick();
    scene.clock.advance(YEAR.negated());
    scene.every(Duration.ofHours(1), 26);

    assertThat(scene.phase()).isEqualTo("idle");
  }

  @Test
  void aSmallDifferenceBetweenClocksIsNoFault() {
    Scene scene = new Scene(Scene.policy().when(cron("*/10 * * * *"), BATCH));
    scene.tick();
    scene.every(Duration.ofMinutes(10), 3);
    scene.clock.advance(Duration.ofMinutes(-2));
    scene.tick();

    assertThat(scene.log()).noneMatch(ClockFaultTest::isRepair);
  }
}
