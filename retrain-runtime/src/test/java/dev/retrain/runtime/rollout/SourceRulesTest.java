package dev.retrain.runtime.rollout;

import static dev.retrain.api.metric.Margin.absolute;
import static dev.retrain.api.metric.Margin.relative;
import static dev.retrain.api.retraining.RetrainMode.FULL;
import static dev.retrain.runtime.trigger.Triggers.flag;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.retrain.api.error.InvalidDefinitionException;
import dev.retrain.api.error.TransientFailure;
import dev.retrain.api.metric.Direction;
import dev.retrain.api.metric.Metric;
import dev.retrain.api.retraining.Decision.Kind;
import dev.retrain.api.retraining.Retraining;
import dev.retrain.api.rollout.RollbackRule;
import dev.retrain.api.rollout.Rollout;
import dev.retrain.api.source.MetricSource;
import dev.retrain.runtime.Scene;
import dev.retrain.spi.deploy.OutcomeTotals;
import dev.retrain.spi.deploy.VersionHealth;
import dev.retrain.spi.registry.ModelRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SourceRulesTest {

  private static final Metric CONVERSION = new Metric("conversion", Direction.HIGHER_IS_BETTER, "");
  private static final RollbackRule.SourceDrop RULE =
      RollbackRule.sourceDrop(CONVERSION, relative(0.1));

  private final Scene scene;

  SourceRulesTest() {
    scene = begun(RULE);
  }

  private static Scene begun(RollbackRule rule) {
    Rollout rollout = Scene.carefully().rollbackIf(rule);
    Retraining.Builder policy =
        Scene.policy().when(flag("force_retrain"), FULL).rollout(rollout).to(Scene.ENDPOINT);
    return new Scene(policy).withChampion();
  }

  /** Half an hour in which both versions convert so many, a point a minute. */
  private void halfAnHour(Scene life, double champion, double challenger) {
    for (int i = 0; i < 45; i++) {
      Instant now = life.clock.instant();
      life.metrics.put("conversion@1", now, champion + wave(i));
      if (life.endpoint().health().containsKey("2")) {
        life.metrics.put("conversion@2", now, challenger + wave(i + 7));
        life.endpoint().answered("2", 10, 0, Duration.ofMillis(20));
        life.endpoint().answered("1", 100, 0, Duration.ofMillis(20));
      }
      life.every(Duration.ofMinutes(1), 1);
    }
  }

  private static double wave(int i) {
    return 0.002 * Math.sin(i);
  }

  private void challenge(Scene life) {
    life.metrics.put("conversion@1", life.clock.instant(), 0.2);
    life.flags.set("force_retrain", false);
    life.every(Duration.ofMinutes(1), 1);
    life.flags.set("force_retrain", true);
    life.every(Duration.ofMinutes(1), 1);
  }

  @Test
  void aKpiThatDropsSendsBackAndOneThatDoesNotPasses() {
    challenge(scene);
    halfAnHour(scene, 0.2, 0.15);
    assertThat(scene.last(Kind.ROLLED_BACK).rule())
        .isEqualTo("rollback: the source's conversion drops by more than 10 %");
    assertThat(scene.alias(ModelRegistry.CHAMPION)).contains("1");

    Scene healthy = begun(RULE);
    challenge(healthy);
    halfAnHour(healthy, 0.2, 0.195);
    assertThat(healthy.alias(ModelRegistry.CHAMPION)).contains("2");
  }

  @Test
  void historyIsTheChampionsTimeBefore() {
    Scene life = begun(RULE.againstHistory());
    challenge(life);
    halfAnHour(life, 0.1, 0.1);

    assertThat(life.last(Kind.ROLLED_BACK).rule()).endsWith("10 % against history");
  }

  @Test
  void aMetricThatNoSourceHasIsRefusedBeforeTrafficMoves() {
    scene.flags.set("force_retrain", false);
    scene.every(Duration.ofMinutes(1), 1);
    scene.flags.set("force_retrain", true);
    scene.every(Duration.ofMinutes(1), 5);

    assertThat(scene.last(Kind.ROLLED_BACK).why())
        .contains("no points of the champion's conversion");
    assertThat(scene.endpoint().calls()).noneMatch(call -> call.contains("5 %"));
    assertThatThrownBy(
            () ->
                Scene.policy()
                    .when(flag("x"), FULL)
                    .rollout(Scene.carefully().rollbackIf(RULE))
                    .build())
        .isInstanceOf(InvalidDefinitionException.class)
        .hasMessageContaining("no metric source");
  }

  @Test
  void aSourceThatIsDownCountsNothingTwice() {
    MetricSource down =
        (metric, after, upTo) -> {
          throw new TransientFailure("no answer");
        };
    OutcomeTotals before = new OutcomeTotals(5, 2, 2);
    VersionHealth counted =
        new VersionHealth(
            true,
            0,
            0,
            HealthWindow.NOTHING.latency(),
            Map.of(SourceFigures.counter(RULE), before));
    RolloutState state =
        RolloutState.begin("2", Optional.of("1"))
            .atStage(0, Map.of("1", counted, "2", counted), false);

    Map<String, VersionHealth> seen =
        new SourceFigures(down, Scene.carefully().rollbackIf(RULE), Instant.EPOCH)
            .with(
                Map.of("1", HealthWindow.NOTHING, "2", HealthWindow.NOTHING),
                state,
                Instant.EPOCH.plusSeconds(60));

    assertThat(seen.get("2").outcomes()).containsValue(before);
  }

  @Test
  void theRuleSurvivesItsDocument() {
    Rollout rollout =
        Scene.carefully()
            .rollbackIf(
                RULE.againstHistory(), RollbackRule.sourceDrop(Metric.LOG_LOSS, absolute(0.1)));
    assertThat(
            dev.retrain.api.document.DocumentReader.of(
                Rollout.shape(), Rollout.shape().write(rollout), "rollout"))
        .isEqualTo(rollout);
  }
}
