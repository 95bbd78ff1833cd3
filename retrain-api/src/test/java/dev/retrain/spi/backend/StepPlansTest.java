package dev.retrain.spi.backend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retrain.api.metric.Metric;
import dev.retrain.api.pipeline.Range;
import dev.retrain.api.pipeline.Search;
import dev.retrain.api.pipeline.Step;
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

  @Test
  void namesEveryKind() {
    Search search = Search.over(Map.of("depth", Range.intBetween(1, 9)), Metric.named("auc"));
    assertThat(StepPlans.kind(Step.process("s", "i"))).isEqualTo("process");
    assertThat(StepPlans.kind(Step.train("s", "i"))).isEqualTo("train");
    assertThat(StepPlans.kind(Step.tune("s", "i", search))).isEqualTo("tune");
    assertThat(StepPlans.kind(Step.evaluate("s", "i"))).isEqualTo("evaluate");
  }
}
