package dev.retrain.translation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retrain.api.pipeline.Step;
import dev.retrain.spi.backend.Capability;
import dev.retrain.spi.backend.Support;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class StepPlansTest {

  private static final Support NATIVE = Support.natively("a feature");
  private static final Support EMULATED = Support.emulated("a wrapper");
  private static final Support ABSENT = Support.absent("it has none", "do without");

  private static Support weakest(Map<Capability, Support> features) {
    return StepPlans.weakest(new TreeMap<>(features), NATIVE);
  }

  @Test
  void isAsWeakAsTheWeakestFeature() {
    assertThat(weakest(Map.of())).isEqualTo(NATIVE);
    assertThat(weakest(Map.of(Capability.TRAIN, NATIVE, Capability.RETRY, EMULATED)))
        .isEqualTo(EMULATED);
    assertThat(weakest(Map.of(Capability.TRAIN, EMULATED, Capability.RETRY, ABSENT)))
        .isEqualTo(ABSENT);
  }

  @Test
  void marksHintsForOtherBackendsAsIgnored() {
    Step step = Step.train("train", "i").hint("mine", "a", "1").hint("other", "b", "2");
    assertThat(StepPlans.hints(step.task().execution(), "mine"))
        .isEqualTo(Map.of("mine.a", "1", "other.b", "2 (ignored)"));
  }
}
