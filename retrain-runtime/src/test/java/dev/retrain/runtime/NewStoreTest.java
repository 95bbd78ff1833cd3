package dev.retrain.runtime;

import static dev.retrain.api.retraining.RetrainMode.FULL;
import static dev.retrain.runtime.trigger.Triggers.flag;
import static org.assertj.core.api.Assertions.assertThat;

import dev.retrain.testkit.InMemoryStateStore;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class NewStoreTest {

  @Test
  void theFirstFlipOfAFlagOnANewStoreTrainsAndTakesNoOldRun() {
    Scene scene = new Scene(Scene.policy().when(flag("force_retrain"), FULL));
    scene.withChampion();
    assertThat(scene.backend.submissions()).hasSize(1);

    scene.clock.advance(Duration.ofDays(1));
    scene.retrainer =
        Retrainer.on(scene.backend)
            .store(new InMemoryStateStore())
            .clock(scene.clock)
            .flags(scene.flags)
            .add(Scene.policy().when(flag("force_retrain"), FULL).build())
            .build();
    scene.tick();
    scene.withChampion();

    assertThat(scene.backend.submissions()).hasSize(2);
    assertThat(scene.alias("champion")).contains("2");
  }
}
