package dev.retrain.runtime.router;

import static dev.retrain.api.metric.Percent.percent;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.retrain.api.error.TransientFailure;
import dev.retrain.api.registry.ApprovedModel;
import dev.retrain.api.registry.ModelVersion;
import dev.retrain.api.rollout.Target;
import dev.retrain.api.source.Feedback;
import dev.retrain.serving.OutcomeMetric;
import dev.retrain.spi.deploy.OutcomeTotals;
import dev.retrain.spi.deploy.TrafficSplit;
import dev.retrain.spi.deploy.VersionHealth;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class ModelRouterTest {

  private static final Instant NOW = Instant.parse("2001-01-01T00:00:00Z");

  private final List<String> noted = new ArrayList<>();
  private final ModelRouter<DoubleUnaryOperator> router =
      ModelRouter.<DoubleUnaryOperator>named(
              "prices", version -> x -> x * Integer.parseInt(version.version()))
          .metrics(OutcomeMetric.regression())
          .rememberedPredictions(100)
          .drainWithin(Duration.ZERO)
          .clock(Clock.fixed(NOW, ZoneOffset.UTC))
          .feedback(new Notebook())
          .build();

  private final class Notebook implements Feedback {
    @Override
    public void prediction(
        String id, String version, Map<String, ?> features, double score, Instant at) {
      noted.add(id + " by " + version + " of " + features + " is " + score + " at " + at);
    }

    @Override
    public void outcome(String id, double label, Instant at) {
      noted.add(id + " was " + label + " at " + at);
    }

    @Override
    public void forget(String id) {}

    @Override
    public long dropped() {
      return 0;
    }

    @Override
    public void close() {}
  }

  private void ready(String... names) {
    for (String name : names) {
      router
          .deployer()
          .prepare(
              ApprovedModel.from(
                  new ModelVersion(
                      "prices",
                      name,
                      Instant.EPOCH,
                      URI.create("file:///" + name),
                      Map.of(ModelVersion.RUN_TAG, "r", ModelVersion.GATE_TAG, "passed"),
                      Set.of())));
      while (!health(name).ready()) {
        Thread.onSpinWait();
      }
    }
  }

  private VersionHealth health(String version) {
    return router.deployer().health().get(version);
  }

  @Test
  void givesVersionAndModelOfAKey() {
    ready("3");
    router.deployer().route(TrafficSplit.all("3"));
    try (RoutedCall<DoubleUnaryOperator> call = router.choose("customer")) {
      assertThat(call.version()).isEqualTo("3");
      assertThat(call.model().applyAsDouble(2)).isEqualTo(6);
      call.answered();
    }
    assertThat(health("3").requests()).isEqualTo(1);
    assertThat(health("3").errors()).isZero();
  }

  @Test
  void saysWhenNothingHasTraffic() {
    ready("3");
    assertThatThrownBy(() -> router.choose("customer"))
        .isInstanceOf(TransientFailure.class)
        .hasMessageContaining("prices");
  }

  @Test
  void countsACallThatWasNeverAnsweredAsAnError() {
    ready("3");
    router.deployer().route(TrafficSplit.all("3"));
    RoutedCall<DoubleUnaryOperator> call = router.choose("customer");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> call.predicted("id", Map.of(), Double.NaN));
    call.close();
    call.close();
    assertThat(health("3").requests()).isEqualTo(1);
    assertThat(health("3").errors()).isEqualTo(1);
  }

  @Test
  void joinsOutcomesAndNotesThem() {
    ready("3");
    router.deployer().route(TrafficSplit.all("3"));
    try (RoutedCall<DoubleUnaryOperator> call = router.choose("customer")) {
      call.predicted("p1", Map.of("x", 2), call.model().applyAsDouble(2));
    }
    router.outcome("p1", 5);
    assertThat(health("3").outcomes().get("mae")).isEqualTo(new OutcomeTotals(1, 1, 1));
    assertThat(noted).containsExactly("p1 by 3 of {x=2} is 6.0 at " + NOW, "p1 was 5.0 at " + NOW);
  }

  @Test
  void swapsVersionsUnderARunningCall() {
    ready("1", "2");
    router.deployer().route(TrafficSplit.of("2", percent(0), "1"));
    RoutedCall<DoubleUnaryOperator> old = router.choose("customer");
    router.deployer().route(TrafficSplit.all("2"));
    assertThatThrownBy(() -> router.deployer().retire("1")).isInstanceOf(TransientFailure.class);
    assertThat(old.model().applyAsDouble(1)).isEqualTo(1);
    old.answered();
    old.close();
    router.deployer().retire("1");
    try (RoutedCall<DoubleUnaryOperator> call = router.choose("customer")) {
      assertThat(call.version()).isEqualTo("2");
    }
  }

  @Test
  void isATargetByItsName() {
    assertThat(router.target()).isEqualTo(Target.inProcess("prices"));
  }

  @Test
  void takesNoCallOnceClosed() {
    ready("1");
    router.deployer().route(TrafficSplit.all("1"));
    router.close();
    assertThatThrownBy(() -> router.choose("customer")).isInstanceOf(TransientFailure.class);
  }
}
