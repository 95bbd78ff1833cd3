package dev.retrain.runtime;

import static dev.retrain.api.retraining.Decision.Kind.REFUSED;
import static dev.retrain.api.retraining.Decision.Kind.RETRAIN;
import static dev.retrain.api.retraining.Decision.Kind.RUN_SUCCEEDED;
import static dev.retrain.api.retraining.RetrainMode.BATCH;
import static dev.retrain.runtime.trigger.Triggers.cron;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.retrain.api.document.Documents;
import dev.retrain.api.pipeline.Pipeline;
import dev.retrain.api.retraining.Decision;
import dev.retrain.api.retraining.Decision.Kind;
import dev.retrain.api.retraining.RetrainMode;
import dev.retrain.api.retraining.Retraining;
import dev.retrain.runtime.audit.Replay;
import dev.retrain.runtime.cost.CostEvidence;
import dev.retrain.runtime.cost.Money;
import dev.retrain.runtime.cost.PriceList;
import dev.retrain.runtime.cost.QuarterCost;
import dev.retrain.runtime.phase.RetrainingRequest;
import dev.retrain.spi.state.StateStore;
import dev.retrain.testkit.FakeBackend;
import dev.retrain.testkit.InMemoryStateStore;
import dev.retrain.testkit.RunScript;
import dev.retrain.testkit.SettableClock;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A run every night that costs 2 EUR: two steps of an hour each. */
class SpendingTest {

  private final SettableClock clock = SettableClock.at("2001-01-01T00:00:00Z");
  private final FakeBackend backend = new FakeBackend(clock);
  private final StateStore store = new InMemoryStateStore();

  private static PriceList prices() {
    return PriceList.fromNode(
        Documents.parse(
            """
            retrain: prices/v1
            currency: EUR
            prices: [{backend: fake, machine: fake.small, from: 2001-01-01, perHour: 1}]
            """,
            "prices"));
  }

  private static Pipeline pipeline() {
    return Pipeline.parse(
        Scene.pipeline(Scene.NAME)
            .canonicalJson()
            .replace("\"command\":", "\"timeout\":\"2h\",\"command\":"),
        "pipeline");
  }

  private static Retraining.Builder nightly(Pipeline pipeline) {
    return Retraining.of(pipeline).when(cron("0 0 * * *"), BATCH);
  }

  private Retrainer.Builder retrainer(Retraining.Builder policy) {
    return Retrainer.on(backend).store(store).clock(clock).add(policy.build());
  }

  private void live(Retrainer retrainer, int days) {
    for (int hour = 0; hour < days * 24; hour++) {
      if (hour % 24 == 0) {
        backend.nextRun(RunScript.succeeds(Map.of("auc", 0.7)).after(Duration.ofHours(2)));
      }
      retrainer.tick();
      clock.advance(Duration.ofHours(1));
    }
  }

  private List<Decision> log(Kind kind) {
    return store.history(Scene.NAME, 0).stream()
        .map(StateStore.LogEntry::decision)
        .filter(decision -> decision.kind() == kind)
        .toList();
  }

  @Test
  void aRunThatWouldCostTooMuchIsRefusedWithTheNumbers() {
    Retrainer retrainer =
        retrainer(nightly(pipeline()).spending(new BigDecimal("9"), Duration.ofDays(7)))
            .prices(prices())
            .build();

    live(retrainer, 7);

    // Four runs cost 8; the first expected 4 by its time limits, the others 2 by the runs before.
    assertThat(log(RETRAIN)).hasSize(4);
    Decision refused = log(REFUSED).get(0);
    assertThat(refused.rule()).isEqualTo("spending");
    assertThat(refused.why())
        .isEqualTo(
            "a run is expected to cost 2.00 EUR, 8.00 EUR were spent in the last 7d,"
                + " and no more than 9.00 EUR may be");
    assertThat(Replay.of(store.history(Scene.NAME, 0))).isEmpty();
  }

  @Test
  void whatARunWasExpectedToCostAndDidCostStandsInTheLog() {
    Retrainer retrainer = retrainer(nightly(pipeline())).prices(prices()).build();

    live(retrainer, 3);

    assertThat(log(RETRAIN)).hasSize(2);
    assertThat(CostEvidence.projected(log(RETRAIN).get(0)).orElseThrow().total())
        .isEqualTo(Money.of("4", "EUR"));
    assertThat(CostEvidence.projected(log(RETRAIN).get(1)).orElseThrow().total())
        .isEqualTo(Money.of("2", "EUR"));
    assertThat(CostEvidence.billed(log(RUN_SUCCEEDED).get(0)).orElseThrow().total())
        .isEqualTo(Money.of("2", "EUR"));
  }

  @Test
  void aQuarterSaysWhatWasSpentAvoidedAndRefused() {
    Retrainer retrainer =
        retrainer(
                nightly(pipeline())
                    .cooldown(Duration.ofHours(36))
                    .spending(new BigDecimal("5"), Duration.ofDays(7)))
            .prices(prices())
            .build();

    live(retrainer, 7);

    QuarterCost quarter = retrainer.costs(Scene.NAME).get(0);
    assertThat(quarter.quarter()).isEqualTo("2001-Q1");
    assertThat(quarter.spent()).hasToString("4.00 EUR (2)");
    assertThat(quarter.avoided().count()).isEqualTo(2);
    assertThat(quarter.refused()).hasToString("2.00 EUR (1)");
    assertThat(Documents.canonicalJson(quarter.toNode()))
        .contains("\"spent\":{\"amounts\":[{\"amount\":4,\"currency\":\"EUR\"}],\"count\":2");
  }

  @Test
  void aPersonIsHeldToTheLimitToo() {
    Retrainer retrainer =
        retrainer(nightly(pipeline()).spending(new BigDecimal("3"), Duration.ofDays(7)))
            .prices(prices())
            .build();
    retrainer
        .requests()
        .put(
            Scene.NAME,
            new RetrainingRequest(
                "r",
                RetrainingRequest.Verb.RETRAIN,
                RetrainMode.FULL,
                "new labels",
                clock.instant()));

    retrainer.tick();

    assertThat(log(REFUSED).get(0).rule()).isEqualTo("spending");
    assertThat(log(REFUSED).get(0).why()).startsWith("a run is expected to cost 4.00 EUR, 0.00");
  }

  @Test
  void aLimitNothingIsKnownForIsRefusedWithEveryStep() {
    Retraining.Builder policy =
        nightly(Scene.pipeline(Scene.NAME)).spending(BigDecimal.ONE, Duration.ofDays(7));

    assertThatThrownBy(() -> retrainer(policy).build()).hasMessageContaining("no price list");
    assertThatThrownBy(() -> retrainer(policy).prices(prices()).build())
        .hasMessageContaining("step train")
        .hasMessageContaining("step evaluate")
        .hasMessageContaining("Give the step an expected time or a timeout");
  }

  @Test
  void aPriceThatIsNotValidYetHoldsRunsBack() {
    Retrainer.Builder builder =
        retrainer(nightly(pipeline()).spending(BigDecimal.TEN, Duration.ofDays(7)))
            .prices(prices());
    clock.advance(Duration.ofDays(-2));

    assertThatThrownBy(builder::build)
        .hasMessageContaining("no price of fake machine 'fake.small' is valid at 2000-12-30");
  }
}
