package dev.retrain.api.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retrain.api.metric.Metric;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StepTest {

  @Test
  void namesEveryKind() {
    Search search = Search.over(Map.of("depth", Range.intBetween(1, 9)), Metric.named("auc"));
    assertThat(Step.process("s", "i").kind()).isEqualTo("process");
    assertThat(Step.train("s", "i").kind()).isEqualTo("train");
    assertThat(Step.tune("s", "i", search).kind()).isEqualTo("tune");
    assertThat(Step.evaluate("s", "i").kind()).isEqualTo("evaluate");
  }
}
