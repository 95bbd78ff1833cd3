package dev.retrain.runtime.backtest;

import static dev.retrain.api.retraining.RetrainMode.BATCH;
import static dev.retrain.api.retraining.RetrainMode.IMMEDIATE;
import static dev.retrain.api.retraining.RetrainMode.INCREMENTAL;
import static dev.retrain.runtime.trigger.Triggers.all;
import static dev.retrain.runtime.trigger.Triggers.any;
import static dev.retrain.runtime.trigger.Triggers.conservative;
import static dev.retrain.runtime.trigger.Triggers.cron;
import static dev.retrain.runtime.trigger.Triggers.drift;
import static dev.retrain.runtime.trigger.Triggers.flag;
import static dev.retrain.runtime.trigger.Triggers.guide;
import static dev.retrain.runtime.trigger.Triggers.metric;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.withinPercentage;

import dev.retrain.api.document.Documents;
import dev.retrain.api.metric.Fraction;
import dev.retrain.api.pipeline.Pipeline;
import dev.retrain.api.retraining.Retraining;
import dev.retrain.api.retraining.Trigger;
import dev.retrain.api.source.DataWindow;
import dev.retrain.drift.data.Dataset;
import dev.retrain.runtime.Scene;
import dev.retrain.runtime.cost.Costing;
import dev.retrain.runtime.cost.PriceList;
import dev.retrain.testkit.FakeBackend;
import dev.retrain.testkit.FixedMetrics;
import dev.retrain.testkit.FixedWindows;
import dev.retrain.testkit.SettableClock;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BacktestTest {

  private static final Instant START = Instant.parse("2001-01-01T00:00:00Z");
  private static final Instant END = START.plus(Duration.ofDays(90));

  private final FixedMetrics metrics = new FixedMetrics();

  /** 90 days of hourly AUC: bad in the days 30 to 32. */
  private History history() {
    for (int hour = 0; hour < 90 * 24; hour++) {
      boolean bad = hour >= 30 * 24 && hour < 33 * 24;
      metrics.put("auc", START.plus(Duration.ofHours(hour)), bad ? 0.55 : 0.65);
    }
    return History.of(metrics, START, END)
        .degradedWhen(new History.Health("auc", true, 0.6))
        .deserved(
            List.of(
                new History.Stretch(
                    START.plus(Duration.ofDays(30)), START.plus(Duration.ofDays(33)))));
  }

  private static Retraining watchful() {
    return Scene.policy()
        .named("watchful")
        .when(metric("auc").below(0.6).forConsecutive(Duration.ofHours(3)), IMMEDIATE)
        .cooldown(Duration.ofDays(7))
        .build();
  }

  private static Retraining weekly() {
    return Scene.policy().named("weekly").when(cron("0 3 * * 1"), BATCH).build();
  }

  @Test
  void aPolicyIsReplayedWithItsReasonsAndItsPrice() {
    BacktestReport report = Backtest.run(watchful(), history());

    assertThat(report.runs()).hasSize(1);
    assertThat(report.runs().get(0).why()).startsWith("auc 0.55 is below 0.6 since");
    assertThat(report.degraded().orElseThrow()).isBetween(Duration.ofHours(3), Duration.ofHours(5));
    assertThat(report.falseTriggers()).contains(0);
    assertThat(report.toText()).contains("watchful would have started 1 run", " auc below");
    assertThat(Documents.canonicalJson(report.toNode()))
        .contains("\"policy\":\"watchful\"", "\"falseTriggers\":0");
  }

  @Test
  void twoPoliciesStandSideBySide() {
    BacktestReport one = Backtest.run(watchful(), history());
    BacktestReport other = Backtest.run(weekly(), history());

    assertThat(other.runs()).hasSize(13);
    assertThat(other.falseTriggers()).contains(13);
    assertThat(BacktestReport.compare(List.of(one, other)))
        .contains("watchful")
        .containsPattern("runs started +1 +13")
        .containsPattern("false triggers +0 +13");
  }

  @Test
  void driftIsLookedForAgainstWhatWasPretendedToBeTrained(@TempDir Path folder) {
    FixedWindows windows = new FixedWindows();
    for (int day = -1; day < 20; day++) {
      Path file = folder.resolve("day" + day + ".csv");
      double shift = day < 10 ? 0 : 0.5;
      Dataset.builder()
          .numeric("x", new Random(day).doubles(1500).map(v -> v + shift).toArray())
          .build()
          .writeCsv(file);
      Instant begin = START.plus(Duration.ofDays(day));
      windows.add(new DataWindow(begin, begin.plus(Duration.ofDays(1)), file, "d" + day));
    }
    Retraining policy = Scene.policy().when(drift().hysteresis(2, 1), INCREMENTAL).build();

    BacktestReport report =
        Backtest.run(
            policy, History.of(metrics, START, START.plus(Duration.ofDays(19))).with(windows));

    assertThat(report.runs()).hasSize(1);
    assertThat(report.runs().get(0).at()).isEqualTo(START.plus(Duration.ofDays(12)));
    assertThat(report.runs().get(0).what()).contains("d11");
  }

  @Test
  void theGuidesPolicyFiresFalselyMoreOften() {
    Optional<WindowRows> rows = Optional.of(new WindowRows(10_000, 1000, 10, Duration.ofDays(1)));
    Retraining guided = Scene.policy().when(guide(), BATCH).build();
    Retraining standard = Scene.policy().when(drift(), BATCH).build();

    FalseFirings ofGuide = FalseFirings.of(guided, history(), rows);
    FalseFirings ofStandard = FalseFirings.of(standard, history(), rows);

    assertThat(ofGuide.perQuarter()).isGreaterThan(10 * ofStandard.perQuarter());
    assertThat(ofGuide.sentence())
        .startsWith("at 1000 rows of 10 features every 1d against 10000 this policy fires falsely")
        .endsWith("times a quarter");
  }

  @Test
  void aLimitCloseToTheMedianIsPassedByChance() {
    SplittableRandom random = new SplittableRandom(1);
    for (int day = 0; day < 90; day++) {
      metrics.put("auc", START.plus(Duration.ofDays(day)), 0.65 + 0.01 * random.nextGaussian());
    }
    History noisy = History.of(metrics, START, END);
    Retraining close = Scene.policy().when(metric("auc").below(0.64), IMMEDIATE).build();
    Retraining far = Scene.policy().when(metric("auc").below(0.60), IMMEDIATE).build();
    Retraining clock = Scene.policy().when(cron("0 3 * * *"), BATCH).build();

    // One sigma: 16 % of 91 days are below, in 91 * 0.16 * 0.84 = 12 stretches.
    assertThat(FalseFirings.of(close, noisy, Optional.empty()).perQuarter()).isBetween(9.0, 15.0);
    assertThat(FalseFirings.of(far, noisy, Optional.empty()).perQuarter()).isLessThan(0.1);
    FalseFirings ofClock = FalseFirings.of(clock, noisy, Optional.empty());
    assertThat(ofClock.known()).isFalse();
    assertThat(ofClock.triggers().get(0).basis()).isEqualTo("fires by the clock, deserved or not");
    assertThat(Documents.canonicalJson(ofClock.toNode())).contains("cannot be said");
  }

  @Test
  void driftInACombinationFiresByChanceAsItDoesAlone() {
    WindowRows rows = new WindowRows(1_000, 1_000, 1, Duration.ofDays(1));
    Trigger never = metric("auc").below(0.01);
    double windows = 91.3125 * 0.16;
    double stretches = windows * 0.84; // windows in a row that fire count once

    assertThat(falsely(guide(), rows)).isCloseTo(windows, withinPercentage(10));
    double either = falsely(any(guide(), never), rows);
    assertThat(either).isCloseTo(stretches, withinPercentage(15));
    assertThat(falsely(all(guide(), never), rows)).isZero();
    assertThat(falsely(all(guide(), guide().confidence(new Fraction(0.8))), rows))
        .as("both look at the same data")
        .isEqualTo(either);
    assertThat(falsely(conservative("auc"), rows)).isEqualTo(either);
    Retraining unsaid = Scene.policy().when(all(guide(), metric("auc").below(0.6)), BATCH).build();
    assertThat(FalseFirings.of(unsaid, history(), Optional.empty()).triggers().get(0).basis())
        .contains("which are unknown");
  }

  private double falsely(Trigger trigger, WindowRows rows) {
    Retraining policy = Scene.policy().when(trigger, BATCH).build();
    return FalseFirings.of(policy, history(), Optional.of(rows)).perQuarter();
  }

  @Test
  void runsCostWhatThePriceListSays() {
    BacktestReport report =
        Backtest.run(
            weekly(),
            history(),
            Assumptions.DEFAULT.runTime(Duration.ofHours(2)).costing(priced()));

    assertThat(report.runs().get(0).cost().orElseThrow()).hasToString("6.00 USD");
    assertThat(report.spent().orElseThrow()).hasToString("78.00 USD (13)");
    assertThat(BacktestReport.compare(List.of(report)))
        .containsPattern("cost of the runs +78.00 USD \\(13\\)");
    assertThat(Documents.canonicalJson(report.toNode())).contains("\"spent\":{\"amounts\":");
  }

  private static Costing priced() {
    PriceList prices =
        PriceList.fromNode(
            Documents.parse(
                "{retrain: prices/v1, currency: USD, prices: [{backend: fake, machine: '*',"
                    + " from: 2001-01-01, perHour: 3}]}",
                "prices"));
    FakeBackend backend = new FakeBackend(SettableClock.at("2001-01-01T00:00:00Z"));
    Pipeline pipeline = Scene.pipeline(Scene.NAME);
    return Costing.of(prices, backend.translator().plan(pipeline), pipeline);
  }

  @Test
  void aChangeOfPolicySaysWhichRunsItAddsRemovesAndKeeps() {
    Retraining mondays = Scene.policy().when(cron("0 3 * * 1"), BATCH).build();
    Retraining early = Scene.policy().when(cron("0 3 1-7 * *"), BATCH).build();
    Assumptions priced = Assumptions.DEFAULT.costing(priced());

    PolicyChange change =
        new PolicyChange(
            Backtest.run(early, history(), priced), Backtest.run(mondays, history(), priced));

    assertThat(change.kept()).isPositive();
    assertThat(change.added()).hasSize(change.proposed().runs().size() - change.kept());
    assertThat(change.removed()).hasSize(change.base().runs().size() - change.kept());
    assertThat(change.sentence())
        .isEqualTo(
            "delays in place of delays: %d runs added, %d removed, %d kept"
                .formatted(change.added().size(), change.removed().size(), change.kept()));
    assertThat(change.toMarkdown())
        .startsWith("### delays in place of delays: ")
        .contains("| cost of the runs | ", "runs added</summary>", "cron 0 3 &#42; &#42; 1")
        .containsPattern("\\| runs started \\| 13 \\| \\d+ \\| \\+\\d+ \\|");
    assertThat(Documents.canonicalJson(change.toNode()))
        .contains("\"kept\":" + change.kept(), "\"added\":[{\"at\":");
  }

  @Test
  void aSpendingLimitHoldsInAReplayToo() {
    Retraining frugal =
        Scene.policy()
            .when(cron("0 3 * * 1"), BATCH)
            .spending(new BigDecimal("10"), Duration.ofDays(30))
            .build();

    BacktestReport report = Backtest.run(frugal, history(), Assumptions.DEFAULT.costing(priced()));

    assertThat(report.runs()).hasSize(9);
    assertThat(report.avoided().orElseThrow().count()).isPositive();
  }

  @Test
  void metricsRecoverOnlyWhereThatIsAssumed() {
    Retraining eager = Scene.policy().when(metric("auc").below(0.6), IMMEDIATE).build();
    History bad = history();

    BacktestReport asRecorded = Backtest.run(eager, bad);
    BacktestReport recovered =
        Backtest.run(eager, bad, Assumptions.DEFAULT.recovery(Duration.ofDays(7)));

    assertThat(asRecorded.runs()).hasSizeGreaterThan(20);
    assertThat(recovered.runs()).hasSize(1);
    assertThat(Documents.canonicalJson(recovered.toNode()))
        .contains("are no worse than their medians for 7d after a promotion");
    assertThat(Documents.canonicalJson(asRecorded.toNode()))
        .contains("stay as they were recorded, also after a promotion");
  }

  @Test
  void aFlagIsSwitchedAsRecorded(@TempDir Path folder) throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("flags.csv"),
            "time,flag,on\n2001-01-05T10:00:00Z,force,true\n2001-01-06T10:00:00Z,force,false\n");
    Retraining asked = Scene.policy().when(flag("force"), BATCH).build();

    assertThat(Backtest.run(asked, history()).runs()).isEmpty();
    assertThat(Backtest.run(asked, history().flags(FlagHistory.read(file))).runs())
        .extracting(BacktestReport.Start::at)
        .containsExactly(Instant.parse("2001-01-05T10:00:00Z"));
  }

  @Test
  void filesThatCannotBeReadAreNamedWithTheirLine(@TempDir Path folder) throws Exception {
    Path flags =
        Files.writeString(folder.resolve("f.csv"), "time,flag,on\n2001-01-05T10:00:00Z,x,maybe\n");
    Path stretches = Files.writeString(folder.resolve("s.csv"), "from,until\na,b\n");
    Path days = Files.writeString(folder.resolve("d.csv"), "from,to\n2001-01-05,b\n");

    assertThatThrownBy(() -> FlagHistory.read(flags))
        .hasMessageContaining("f.csv line 2: 'maybe' in column on is not true or false");
    assertThatThrownBy(() -> History.Stretch.read(stretches))
        .hasMessageContaining("its columns are [from, until]");
    assertThatThrownBy(() -> History.Stretch.read(days)).hasMessageContaining("an instant such as");
    assertThatThrownBy(() -> History.Stretch.read(folder.resolve("none.csv")))
        .hasMessageContaining("none.csv");
  }

  @Test
  void theRowsOfAHistoryAreThoseOfItsWindows(@TempDir Path folder) {
    FixedWindows windows = new FixedWindows();
    for (int day = 0; day < 3; day++) {
      Path file = folder.resolve(day + ".csv");
      Dataset.builder().numeric("x", new double[100 + day]).build().writeCsv(file);
      Instant begin = START.plus(Duration.ofDays(day));
      windows.add(new DataWindow(begin, begin.plus(Duration.ofDays(1)), file, "d" + day));
    }

    assertThat(WindowRows.of(History.of(metrics, START, END).with(windows)))
        .contains(new WindowRows(101, 102, 1, Duration.ofDays(1)));
    assertThat(WindowRows.of(History.of(metrics, START, END))).isEmpty();
    assertThatThrownBy(() -> new WindowRows(0, 1, 1, Duration.ofDays(1)))
        .hasMessageContaining("above 0");
  }

  @Test
  void refusesAHistoryWithoutLength() {
    assertThatThrownBy(() -> History.of(metrics, END, START)).hasMessageContaining("must end");
    assertThatThrownBy(() -> History.of(metrics, START, END).every(Duration.ZERO))
        .hasMessageContaining("above 0");
  }

  @Test
  void aRowOfTheYear9999IsRefused() {
    assertThatThrownBy(() -> History.of(metrics, START, Instant.parse("9999-12-31T00:00:00Z")))
        .hasMessageContaining("to 9999-12-31")
        .hasMessageContaining("one every 1h");
  }
}
