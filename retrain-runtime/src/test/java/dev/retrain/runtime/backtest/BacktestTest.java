package dev.retrain.runtime.backtest;

import static dev.retrain.api.retraining.RetrainMode.BATCH;
import static dev.retrain.api.retraining.RetrainMode.IMMEDIATE;
import static dev.retrain.api.retraining.RetrainMode.INCREMENTAL;
import static dev.retrain.runtime.trigger.Triggers.cron;
import static dev.retrain.runtime.trigger.Triggers.drift;
import static dev.retrain.runtime.trigger.Triggers.guide;
import static dev.retrain.runtime.trigger.Triggers.metric;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.retrain.api.document.Documents;
import dev.retrain.api.retraining.DataWindow;
import dev.retrain.api.retraining.Retraining;
import dev.retrain.drift.data.Dataset;
import dev.retrain.runtime.Scene;
import dev.retrain.testkit.FixedMetrics;
import dev.retrain.testkit.FixedWindows;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
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
    assertThat(report.toText()).contains("when[0]", "hours degraded");
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
    FalseFirings rows = new FalseFirings(10_000, 1000, 10, Duration.ofDays(1));
    Retraining guided = Scene.policy().when(guide(), BATCH).build();
    Retraining standard = Scene.policy().when(drift(), BATCH).build();

    assertThat(rows.perQuarter(guided)).isGreaterThan(10 * rows.perQuarter(standard));
    assertThat(rows.toText(guided)).contains("1000 rows", "times a quarter");
  }

  @Test
  void refusesAHistoryWithoutLength() {
    assertThatThrownBy(() -> History.of(metrics, END, START)).hasMessageContaining("must end");
    assertThatThrownBy(() -> History.of(metrics, START, END).every(Duration.ZERO))
        .hasMessageContaining("above 0");
  }
}
