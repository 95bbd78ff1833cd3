package dev.retrain.runtime.rollout;

import static dev.retrain.api.metric.Percent.percent;
import static org.assertj.core.api.Assertions.assertThat;

import dev.retrain.api.rollout.Rollout;
import dev.retrain.spi.deploy.TrafficSplit;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StageTest {

  @Test
  void everyStrategyIsAListOfStages() {
    Duration halfHour = Duration.ofMinutes(30);
    assertThat(Stage.of(Rollout.allAtOnce())).hasSize(1);
    assertThat(Stage.of(Rollout.linear(percent(25), halfHour))).hasSize(3);
    assertThat(Stage.of(Rollout.blueGreen(halfHour)).get(0).split("2", "1"))
        .isEqualTo(TrafficSplit.all("2"));
    assertThat(Stage.of(Rollout.abTest(percent(50), "auc")).get(0).share()).isEqualTo(percent(50));
    Stage shadow = Stage.of(Rollout.shadow(percent(100))).get(0);
    assertThat(shadow.split("2", "1").mirrored()).containsEntry("2", percent(100));
    assertThat(shadow).hasToString("100 % mirrored");
  }

  @Test
  void trafficThatSomebodyChangedIsSetAgain() {
    Rollout rollout = Rollout.canary(percent(5));
    Canary canary = new Canary(rollout, 1);
    canary.look();

    RolloutStep step =
        new RolloutJudge(rollout)
            .next(
                canary.state,
                new RolloutObservation(
                    canary.now, canary.health, Optional.of(TrafficSplit.all("1"))));

    assertThat(step).isInstanceOf(RolloutStep.Route.class);
    assertThat(((RolloutStep.Route) step).split()).isEqualTo(TrafficSplit.of("2", percent(5), "1"));
  }
}
