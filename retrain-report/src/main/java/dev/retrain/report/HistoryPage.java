package dev.retrain.report;

import static java.util.Objects.requireNonNull;

import dev.retrain.api.retraining.Decision;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Writes the decisions of a retraining as one self-contained HTML file without JavaScript: the
 * figures, the metrics of its triggers, the champion periods, every rollout, and every decision
 * with its reason.
 *
 * <p>Equal decisions give equal text. Immutable.
 */
public final class HistoryPage {

  private final String title;
  private final String lead;
  private final List<Decision> decisions;
  private final List<HeadlineFigure> facts;
  private final List<Series> series;

  private HistoryPage(
      String title,
      String lead,
      List<Decision> decisions,
      List<HeadlineFigure> facts,
      List<Series> series) {
    this.title = requireNonNull(title);
    this.lead = requireNonNull(lead);
    this.decisions = List.copyOf(decisions);
    this.facts = List.copyOf(facts);
    this.series = List.copyOf(series);
  }

  /**
   * Creates a page of decisions; the metrics are those in their evidence.
   *
   * @param retraining its name
   * @param decisions in the order they were made
   */
  public static HistoryPage of(String retraining, List<Decision> decisions) {
    return new HistoryPage(
        retraining + ": retraining history",
        "",
        decisions,
        counts(decisions),
        SignalSeries.of(decisions));
  }

  /** Returns the page with another title and a lead below it. */
  public HistoryPage titled(String heading, String text) {
    return new HistoryPage(heading, text, decisions, facts, series);
  }

  /** Returns the page with these figures before its own. */
  public HistoryPage facts(List<HeadlineFigure> first) {
    return new HistoryPage(
        title, lead, decisions, Stream.concat(first.stream(), facts.stream()).toList(), series);
  }

  /** Returns the page with these metrics instead of those of the evidence. */
  public HistoryPage series(List<Series> others) {
    return new HistoryPage(title, lead, decisions, facts, others);
  }

  private static List<HeadlineFigure> counts(List<Decision> decisions) {
    return List.of(
        count(decisions, "runs started", Decision.Kind.RETRAIN, Decision.Kind.ADOPTED),
        count(decisions, "versions promoted", Decision.Kind.PROMOTED),
        count(
            decisions,
            "versions rejected or rolled back",
            Decision.Kind.REJECTED,
            Decision.Kind.ROLLED_BACK),
        count(decisions, "runs refused by a guard", Decision.Kind.REFUSED));
  }

  private static HeadlineFigure count(
      List<Decision> decisions, String label, Decision.Kind... kinds) {
    List<Decision.Kind> wanted = List.of(kinds);
    long found = decisions.stream().filter(made -> wanted.contains(made.kind())).count();
    return HeadlineFigure.of(NumberFormats.count(found), label);
  }

  /** Returns the document. */
  public String html() {
    Page page = new Page(title);
    if (!lead.isEmpty()) {
      page.add(Element.styled("p", "lead").text(lead));
    }
    List<RolloutSummary> rollouts = RolloutSummary.of(decisions);
    if (!decisions.isEmpty()) {
      page.add(LiveNow.of(decisions, rollouts).element());
    }
    page.add(HeadlineFigure.list(facts));
    if (decisions.isEmpty()) {
      return page.add(Element.of("p", "There is no decision yet.")).html();
    }
    page.add(timeline());
    if (!rollouts.isEmpty()) {
      page.add(rollouts(rollouts));
    }
    return page.add(
            Page.section("decisions", "Decisions")
                .add(Element.styled("div", "wide").add(DecisionTable.of(decisions))))
        .html();
  }

  private Element timeline() {
    TimeAxis time = axis();
    List<Decision> marks = decisions.stream().filter(KindBadge::isMarked).toList();
    Element section = Page.section("timeline", "Over time");
    for (Series metric : series) {
      if (!metric.points().isEmpty()) {
        section.add(new LineChart(metric, time, marks).figure());
      }
    }
    return section.add(new ChampionTimeline(ChampionPeriod.of(decisions), time, marks).figure());
  }

  private TimeAxis axis() {
    List<Instant> times = new ArrayList<>();
    decisions.forEach(decision -> times.add(decision.at()));
    series.forEach(metric -> metric.points().forEach(point -> times.add(point.at())));
    Instant from = times.stream().min(Comparator.naturalOrder()).orElseThrow();
    Instant to = times.stream().max(Comparator.naturalOrder()).orElseThrow();
    return new TimeAxis(
        from,
        to,
        LineChart.LEFT + 6.0,
        (double) LineChart.WIDTH - LineChart.LEFT - LineChart.RIGHT);
  }

  private static Element rollouts(List<RolloutSummary> rollouts) {
    Element body = Element.of("tbody");
    rollouts.forEach(rollout -> body.add(rollout.row()));
    Element table =
        Element.styled("table", "cards")
            .add(Element.of("caption", "The rollout of each registered version"))
            .add(Element.head("version", "started", "traffic", "duration", "result", "reason"))
            .add(body);
    return Page.section("rollouts", "Rollouts").add(Element.styled("div", "wide").add(table));
  }
}
