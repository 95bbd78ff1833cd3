package dev.retrain.runtime.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.retrain.api.document.Documents;
import dev.retrain.api.pipeline.Pipeline;
import dev.retrain.runtime.cost.MachineTime.Basis;
import dev.retrain.spi.backend.StepRun;
import dev.retrain.spi.backend.StepRun.State;
import dev.retrain.spi.backend.StepUsage;
import dev.retrain.testkit.FakeBackend;
import dev.retrain.testkit.SettableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CostingTest {

  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  private static final Pipeline PIPELINE =
      Pipeline.parse(
          """
          retrain: pipeline/v1
          name: costly
          steps:
            - name: prepare
              kind: process
              image: a/b@sha256:%1$s
              command: [prepare]
              writes: [{data: dataset}]
              expected: 30m
              timeout: 2h
            - name: train
              kind: train
              image: a/b@sha256:%1$s
              command: [train]
              reads: [data]
              writes: [{model: model}]
              timeout: 2h
              resources: {nodes: 3, spot: true}
            - name: tune
              kind: tune
              image: a/b@sha256:%1$s
              command: [train]
              reads: [data]
              writes: [{tuned: model}, {metrics: metrics}]
              search:
                space: {depth: {type: whole, min: 1, max: 9}}
                objective: {name: auc}
                strategy: random
                trials: 4
                parallelism: 2
          """
              .formatted("a".repeat(64)),
          "pipeline");

  private static PriceList prices(String price) {
    return PriceList.fromNode(
        Documents.parse(
            """
            retrain: prices/v1
            currency: USD
            prices:
              - {backend: fake, machine: fake.small, from: 2026-01-01, %s}
            """
                .formatted(price),
            "prices"));
  }

  private static Costing costing(String price) {
    FakeBackend backend = new FakeBackend(SettableClock.at(NOW.toString()));
    return Costing.of(prices(price), backend.translator().plan(PIPELINE), PIPELINE);
  }

  private static StepRun run(String step, State state, int minutes) {
    return new StepRun(
        step,
        state,
        1,
        Optional.of(NOW.minus(Duration.ofMinutes(minutes))),
        Optional.of(NOW),
        Optional.empty());
  }

  @Test
  void aProjectionSaysWhatItRestsOnAndWhatIsNotKnown() {
    CostSheet sheet = costing("perHour: 2, spotPerHour: 0.5").projected(NOW, EarlierRuns.NONE);

    StepCost prepare = sheet.steps().get(0);
    assertThat(prepare.cost()).contains(Money.of("1", "USD"));
    assertThat(prepare.time().orElseThrow()).hasToString("30m, as the step expects");
    StepCost train = sheet.steps().get(1);
    assertThat(train.cost()).contains(Money.of("3", "USD"));
    assertThat(train.time().orElseThrow()).hasToString("2h, at most, its time limit");
    assertThat(train.machines()).hasToString("3 x fake.small, spot");
    StepCost tune = sheet.steps().get(2);
    assertThat(tune.cost()).isEmpty();
    assertThat(tune.unknown()).contains("its duration is unknown");
    assertThat(tune.machines().count()).isEqualTo(2);
    assertThat(sheet.complete()).isFalse();
    assertThat(sheet).hasToString("at least 4.00 USD");
    assertThat(sheet.whyUnknown()).isEqualTo("step tune: its duration is unknown");
  }

  @Test
  void aBillOfTheServiceCountsMoreThanStartAndEnd() {
    StepUsage billed =
        new StepUsage("fake.small", 4, Duration.ofMinutes(15), StepUsage.Basis.BILLED);
    CostSheet sheet =
        costing("perHour: 2")
            .billed(List.of(run("prepare", State.SUCCEEDED, 60).using(billed)), NOW);

    StepCost prepare = sheet.steps().get(0);
    assertThat(prepare.cost()).contains(Money.of("2", "USD"));
    assertThat(prepare.machines()).hasToString("4 x fake.small");
    assertThat(prepare.time().orElseThrow()).hasToString("15m, billed by the service");
  }

  @Test
  void aMeasuredUsageIsTheBasisOfLaterProjections() {
    StepUsage measured =
        new StepUsage("fake.small", 1, Duration.ofMinutes(10), StepUsage.Basis.MEASURED);
    Costing costing = costing("perHour: 2");
    CostSheet sheet =
        costing.billed(List.of(run("prepare", State.SUCCEEDED, 60).using(measured)), NOW);

    assertThat(
            costing
                .projected(NOW, EarlierRuns.NONE.with(sheet))
                .steps()
                .get(0)
                .time()
                .orElseThrow())
        .hasToString("10m, as in the run before");
  }

  @Test
  void aCachedStepCostsNothingWhateverItsUsage() {
    StepUsage measured =
        new StepUsage("fake.small", 1, Duration.ofMinutes(10), StepUsage.Basis.MEASURED);
    CostSheet sheet =
        costing("perHour: 2")
            .billed(List.of(run("prepare", State.CACHED, 60).using(measured)), NOW);

    assertThat(sheet.steps().get(0).cost()).contains(Money.of("0", "USD"));
  }

  @Test
  void whatEarlierRunsTookCountsMoreThanWhatIsDeclared() {
    Costing costing = costing("perHour: 2");
    EarlierRuns earlier = EarlierRuns.NONE;
    for (int minutes : new int[] {10, 12, 60, 14}) {
      earlier =
          earlier.with(
              costing.billed(
                  List.of(run("prepare", State.SUCCEEDED, minutes), run("train", State.FAILED, 1)),
                  NOW));
    }

    CostSheet sheet = costing.projected(NOW, earlier);

    assertThat(sheet.steps().get(0).time())
        .contains(new MachineTime(Duration.ofMinutes(13), Basis.EARLIER_RUNS, 4));
    assertThat(sheet.steps().get(0).time().orElseThrow()).hasToString("13m, median of 4 runs");
    assertThat(sheet.steps().get(1).time().orElseThrow().basis()).isEqualTo(Basis.TIME_LIMIT);
  }

  @Test
  void anAssumptionStandsInForWhatNothingSays() {
    CostSheet sheet =
        costing("perHour: 2").projected(NOW, EarlierRuns.NONE, Duration.ofMinutes(15));

    assertThat(sheet.complete()).isTrue();
    assertThat(sheet.steps().get(2).time().orElseThrow()).hasToString("15m, assumed");
    assertThat(sheet.steps().get(2).cost()).contains(Money.of("1", "USD"));
  }

  @Test
  void aBillCountsTheTimeStepsHeldTheirMachines() {
    CostSheet bill =
        costing("perHour: 6")
            .billed(
                List.of(run("prepare", State.CACHED, 30), run("train", State.SUCCEEDED, 10)), NOW);

    assertThat(bill.steps().get(0).cost()).contains(Money.of("0", "USD"));
    assertThat(bill.steps().get(1).cost()).contains(Money.of("3", "USD"));
    assertThat(bill.steps().get(2).unknown()).isPresent();
    assertThat(CostSheet.fromNode(bill.toNode())).isEqualTo(bill);
  }

  @Test
  void withoutAPriceNothingIsGuessed() {
    CostSheet sheet =
        costing("perHour: 1").projected(Instant.parse("2025-01-01T00:00:00Z"), EarlierRuns.NONE);

    assertThat(sheet).hasToString("unknown");
    assertThat(sheet.steps().get(0).unknown().orElseThrow())
        .contains("no price of fake machine 'fake.small' is valid at 2025-01-01");
  }

  @Test
  void refusesNumbersThatMakeNoSense() {
    assertThatThrownBy(() -> new StepMachines("m", 0, false)).hasMessageContaining("at least 1");
    assertThatThrownBy(() -> MachineTime.of(Duration.ofHours(-1), Basis.MEASURED))
        .hasMessageContaining("must not be negative");
    assertThatThrownBy(
            () ->
                new StepCost(
                    "s",
                    new StepMachines("m", 1, false),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty()))
        .hasMessageContaining("either a cost or a reason");
  }
}
