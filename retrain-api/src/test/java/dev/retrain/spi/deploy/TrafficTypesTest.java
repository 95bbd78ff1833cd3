package dev.retrain.spi.deploy;

import static dev.retrain.api.metric.Percent.percent;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.retrain.api.metric.Percent;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TrafficTypesTest {

  @Test
  void versionsWithoutAShareAreNoPartOfASplit() {
    TrafficSplit split = new TrafficSplit(Map.of("1", Percent.ALL, "2", Percent.NONE), Map.of());

    assertThat(split).isEqualTo(TrafficSplit.all("1"));
    assertThat(split.mirroredTo("2", Percent.NONE)).isEqualTo(split);
  }

  @Test
  void splitsAreTheSameWithinHalfAStepOfTheService() {
    TrafficSplit asked = TrafficSplit.of("2", percent(33.4), "1");
    TrafficSplit given = TrafficSplit.of("2", percent(33), "1");

    assertThat(TrafficResolution.INTEGER_PERCENT.same(asked, given)).isTrue();
    assertThat(TrafficResolution.EXACT.same(asked, given)).isFalse();
    assertThat(TrafficResolution.INTEGER_PERCENT.same(given, TrafficSplit.all("1"))).isFalse();
    assertThat(TrafficResolution.INTEGER_PERCENT.same(given, given.mirroredTo("3", percent(10))))
        .isFalse();
  }

  @Test
  void aServiceSetsMultiplesOfItsResolution() {
    assertThat(TrafficResolution.INTEGER_PERCENT.canSet(percent(5))).isTrue();
    assertThat(TrafficResolution.INTEGER_PERCENT.canSet(percent(2.5))).isFalse();
    assertThat(TrafficResolution.EXACT.canSet(percent(2.5))).isTrue();
    assertThat(new TrafficResolution(0.1).canSet(percent(0.3))).isTrue();
    assertThatThrownBy(() -> new TrafficResolution(0)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void requestsFollowTheSplitBeforeWhileATargetChanges() {
    TrafficSplit before = TrafficSplit.all("1");
    TrafficSplit after = TrafficSplit.all("2");

    assertThat(new Traffic.Settled(after).current()).contains(after);
    assertThat(new Traffic.Updating(Optional.of(before), after, Optional.empty()).current())
        .contains(before);
    assertThat(new Traffic.Updating(Optional.of(before), after, Optional.empty()))
        .hasToString("1: 100 %, changing to 2: 100 %");
    assertThat(new Traffic.Failed(Optional.of(before), "no capacity"))
        .hasToString("1: 100 % (a change failed: no capacity)");
  }
}
