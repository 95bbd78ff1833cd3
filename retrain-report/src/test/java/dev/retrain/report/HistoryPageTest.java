package dev.retrain.report;

import static dev.retrain.api.retraining.Decision.Kind.HOLD;
import static dev.retrain.api.retraining.Decision.Kind.PROMOTED;
import static dev.retrain.api.retraining.Decision.Kind.REFUSED;
import static dev.retrain.api.retraining.Decision.Kind.REJECTED;
import static dev.retrain.api.retraining.Decision.Kind.RETRAIN;
import static dev.retrain.api.retraining.Decision.Kind.ROLLED_BACK;
import static dev.retrain.api.retraining.Decision.Kind.ROLLOUT_STARTED;
import static dev.retrain.api.retraining.Decision.Kind.STAGE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.retrain.api.retraining.Decision;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class HistoryPageTest {

  private static final String SIGNAL =
      """
      {"auc": {"at": "2001-0%d-04T00:00:00Z", "signal": "fire",
        "checks": [{"what": "auc", "value": %s, "limit": 0.6, "relation": "below"}]},
       "cron": {"next": "2001-03-01T03:00:00Z"}, "dataVersion": "W05"}
      """;

  private final List<Decision> life =
      List.of(
          signal(RETRAIN, 2, "0.55"),
          Samples.decision("2001-02-04T04:00:00Z", ROLLOUT_STARTED, "2"),
          stage("2001-02-04T04:05:00Z", "version 2 gets 5 % of the traffic"),
          stage("2001-02-04T04:35:00Z", "version 2 gets 12.5 % of the traffic"),
          stage("2001-02-04T04:40:00Z", "version 2 gets more"),
          Samples.decision("2001-02-04T05:05:00Z", PROMOTED, "2"),
          signal(HOLD, 3, "0.71"),
          Samples.decision("2001-03-05T04:00:00Z", ROLLOUT_STARTED, "3"),
          Samples.decision("2001-03-05T04:10:00Z", ROLLED_BACK, "3"),
          Samples.decision("2001-03-05T05:00:00Z", REFUSED, ""),
          signal(REJECTED, 4, "0.62"));

  @Test
  void showsTheFiguresAndTheMonths() {
    String html = HistoryPage.of("flights", life).html();

    assertThat(Samples.problems(html)).isEmpty();
    assertThat(html)
        .contains("<title>flights: retraining history</title>")
        .contains("dt>runs started</dt><dd class=\"value\">1<")
        .contains("dt>versions rejected or rolled back</dt><dd class=\"value\">2<")
        .contains("February 2001", "March 2001", "April 2001")
        .contains("Version 2 goes on.", "It is so.");
  }

  @Test
  void drawsTheMetricsOfTheEvidence() {
    String html = HistoryPage.of("flights", life).html();

    assertThat(html)
        .contains("<b>auc</b>, last 0.62, dashed: the limit 0.6", "Line of auc over time, 3 points")
        .contains("2001-03-04 00:00: 0.71 (limit 0.6)");
  }

  @Test
  void drawsTheMetricsGivenInstead() {
    Series loss =
        Series.of(
            "log <loss>",
            List.of(
                new Series.Point(Instant.parse("2001-03-01T00:00:00Z"), 0.5, "version 1"),
                new Series.Point(Instant.parse("2001-02-01T00:00:00Z"), 0.4, "")));

    String html = HistoryPage.of("flights", life).series(List.of(loss.withLimit(0.45))).html();

    assertThat(Samples.problems(html)).isEmpty();
    assertThat(html)
        .contains("<b>log &lt;loss&gt;</b>", "2001-03-01 00:00: 0.5 (limit 0.45), version 1")
        .doesNotContain("Line of auc");
  }

  @Test
  void aSecondLineComparesASeries() {
    Series.Point fresh = new Series.Point(Instant.parse("2001-03-01T00:00:00Z"), 0.5, "");
    Series.Point stale = new Series.Point(Instant.parse("2001-03-01T00:00:00Z"), 0.7, "");
    Series loss = Series.of("log loss", List.of(fresh)).against("never retrained", List.of(stale));

    String html = HistoryPage.of("flights", life).series(List.of(loss)).html();

    assertThat(Samples.problems(html)).isEmpty();
    assertThat(html)
        .contains("<b>log loss</b>, last 0.5; grey: never retrained, last 0.7")
        .contains("<polyline class=\"other\"");
  }

  @Test
  void summarisesTheRolloutOfEachVersion() {
    List<RolloutSummary> rollouts = RolloutSummary.of(life);

    assertThat(rollouts).extracting(RolloutSummary::version).containsExactly("2", "3");
    assertThat(rollouts.get(0).row().toString()).contains("5 → 12.5 → ? %");
    assertThat(rollouts.get(1).shares()).isEmpty();
    assertThat(rollouts.get(0).row().toString()).contains("65 min", "promoted");
    assertThat(rollouts.get(1).row().toString()).contains("10 min", "rolled back");
  }

  @Test
  void aRolloutWithoutAnEndIsInProgress() {
    List<Decision> begun = List.of(Samples.decision("2001-02-04T04:00:00Z", ROLLOUT_STARTED, "2"));

    assertThat(HistoryPage.of("flights", begun).html()).contains("in progress");
  }

  @Test
  void aChampionPeriodEndsWithTheNextPromotionOrARollback() {
    List<Decision> decisions =
        List.of(
            Samples.decision("2001-01-01T00:00:00Z", PROMOTED, "1"),
            Samples.decision("2001-02-01T00:00:00Z", PROMOTED, "2"),
            Samples.decision("2001-02-03T00:00:00Z", ROLLED_BACK, "9"),
            Samples.decision("2001-03-01T00:00:00Z", ROLLED_BACK, "2"),
            Samples.decision("2001-04-01T00:00:00Z", HOLD, ""));

    assertThat(ChampionPeriod.of(decisions))
        .extracting(ChampionPeriod::version)
        .containsExactly("1", "2", "1");
    assertThat(ChampionPeriod.of(decisions))
        .extracting(ChampionPeriod::to)
        .last()
        .isEqualTo(Instant.parse("2001-04-01T00:00:00Z"));
  }

  @Test
  void whatIsLiveNowComesFirst() {
    String html = HistoryPage.of("flights", life).html();

    assertThat(html).contains("<b>Version 2</b> is live since 2001-02-04 05:05 UTC.");
    assertThat(html.indexOf("is live since")).isLessThan(html.indexOf("runs started"));
  }

  @Test
  void aRolloutInProgressIsNamedBesideTheLiveVersion() {
    List<Decision> decisions =
        List.of(
            Samples.decision("2001-01-01T00:00:00Z", PROMOTED, "1"),
            Samples.decision("2001-02-01T00:00:00Z", ROLLOUT_STARTED, "2"),
            Samples.decision(
                "2001-02-01T00:05:00Z", STAGE, "2", "version 2 gets 5 % of it", "no harm", "{}"));

    assertThat(HistoryPage.of("flights", decisions).html())
        .contains(" Version 2 is being rolled out: 5 % of the traffic.");
  }

  @Test
  void theLastChampionIsLabelledHoweverShortItsPeriod() {
    List<Decision> decisions =
        List.of(
            Samples.decision("2001-01-01T00:00:00Z", PROMOTED, "11"),
            Samples.decision("2001-12-01T00:00:00Z", PROMOTED, "12"));

    assertThat(HistoryPage.of("flights", decisions).html())
        .containsPattern("<text class=\"after\"[^>]*text-anchor=\"start\">12</text>");
  }

  @Test
  void aVersionThatWasRolledBackAfterItsPromotionIsNotGreen() {
    List<Decision> decisions =
        List.of(
            Samples.decision("2001-02-01T00:00:00Z", ROLLOUT_STARTED, "2"),
            Samples.decision("2001-02-01T01:00:00Z", PROMOTED, "2"),
            Samples.decision("2001-02-08T00:00:00Z", ROLLED_BACK, "2"));

    String row = RolloutSummary.of(decisions).get(0).row().toString();

    assertThat(row).contains("rolled back", "badge bad").doesNotContain("badge good");
  }

  @Test
  void theCellsOfARolloutNameTheirHeadings() {
    assertThat(RolloutSummary.of(life).get(0).row().toString())
        .contains("data-label=\"result\"", "data-label=\"reason\"");
    assertThat(HistoryPage.of("flights", life).html()).contains("class=\"cards\"");
  }

  @Test
  void consecutiveHoldsOfOneReasonAreOneRow() {
    List<Decision> holds = new ArrayList<>();
    for (int day = 10; day < 20; day++) {
      String at = "2001-02-" + day + "T00:00:00Z";
      holds.add(
          Samples.decision(at, HOLD, "", "nothing is done", "auc 0." + day + " is fine", "{}"));
    }
    holds.add(
        Samples.decision("2001-02-21T00:00:00Z", HOLD, "", "nothing is done", "no data", "{}"));

    assertThat(FoldedDecisions.of(holds)).extracting(FoldedDecisions::count).containsExactly(10, 1);
    assertThat(HistoryPage.of("flights", holds).html())
        .contains("10 Feb 00:00", "19 Feb 00:00", "× 10")
        .doesNotContain("15 Feb 00:00");
  }

  @ParameterizedTest
  @EnumSource
  void everyKindOfDecisionHasARow(Decision.Kind kind) {
    List<Decision> one = List.of(Samples.decision("2001-01-01T00:00:00Z", kind, "1"));

    String html = HistoryPage.of("flights", one).html();

    assertThat(Samples.problems(html)).isEmpty();
    assertThat(html).contains(KindBadge.word(one.get(0)) + "</span>");
  }

  @Test
  void aLogWithoutDecisionsIsAPageToo() {
    String html = HistoryPage.of("flights", List.of()).html();

    assertThat(Samples.problems(html)).isEmpty();
    assertThat(html).contains("There is no decision yet.");
  }

  @Test
  void escapesWhatPeopleWrote() {
    Decision hostile =
        Samples.decision(
            "2001-01-01T00:00:00Z",
            RETRAIN,
            "<b>",
            "</td><script>x()</script>",
            "a \"reason\" & more",
            "{\"a\": {\"at\": \"no time\"}, \"b\": {\"at\": \"2001-01-01T00:00:00Z\", \"checks\":"
                + " [{\"what\": \"<svg onload=x()>\", \"value\": 1}, {\"value\": 2}]}}");

    String html =
        HistoryPage.of("flights", List.of(hostile))
            .titled("<i>title</i>", "<i>lead</i>")
            .facts(List.of(new HeadlineFigure("<u>", "<u>", "<u>")))
            .html();

    assertThat(Samples.problems(html)).isEmpty();
    assertThat(html).doesNotContain("<script", "<svg onload", "<i>", "<u>");
  }

  @Test
  void theSameDecisionsGiveTheSameText() {
    assertThat(HistoryPage.of("flights", life).html())
        .isEqualTo(HistoryPage.of("flights", life).html());
  }

  private static Decision stage(String at, String what) {
    return Samples.decision(at, STAGE, "2", what, "no harm", "{}");
  }

  private static Decision signal(Decision.Kind kind, int month, String auc) {
    return Samples.decision(
        "2001-0" + month + "-04T03:00:00Z",
        kind,
        "",
        "something follows",
        "auc " + auc,
        SIGNAL.formatted(month, auc));
  }
}
