package dev.retrain.examples.flights.demo;

import dev.retrain.api.retraining.Decision;
import dev.retrain.report.HeadlineFigure;
import dev.retrain.report.HistoryPage;
import dev.retrain.report.Series;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The half year as one HTML file: what it came to, the live metrics, and every decision. */
record DemoReport(
    DemoProgress progress,
    List<Decision> decisions,
    Comparison.Result other,
    double live,
    long runs) {

  private static final double CALIBRATION_LIMIT = 0.06;

  String html() {
    return HistoryPage.of("flight-delays", decisions)
        .titled("flight-delays: half a year of retraining", lead())
        .facts(
            List.of(
                new HeadlineFigure(number(live), "log loss, kept fresh", runs + " runs"),
                new HeadlineFigure(
                    number(other.weekly()),
                    "log loss, retrained every week",
                    other.weeklyRuns() + " runs")))
        .series(
            List.of(
                series("calibration_error", "calibration error").withLimit(CALIBRATION_LIMIT),
                series("log_loss", "log loss").against("never retrained", never())))
        .html();
  }

  private String lead() {
    return String.format(
        Locale.ROOT,
        "Log loss (lower is better) is the mean over the last %d weeks, all flights. The runs"
            + " include the first model and two planted challengers: one with a broken feature,"
            + " which its gate had to stop, and one that fails in production, which the canary had"
            + " to send back.",
        Comparison.LAST_WEEKS);
  }

  private Series series(String metric, String name) {
    List<Series.Point> points = new ArrayList<>();
    for (DemoProgress.Seen week : progress.weeks()) {
      Optional.ofNullable(week.metrics().get(metric))
          .ifPresent(value -> points.add(new Series.Point(week.at(), value, caption(week))));
    }
    return Series.of(name, points);
  }

  /** Returns the log loss of the first model, for the weeks that the loop measured. */
  private List<Series.Point> never() {
    List<Series.Point> points = new ArrayList<>();
    for (DemoProgress.Seen week : progress.weeks()) {
      Optional.ofNullable(other.neverByWeek().get(week.label()))
          .ifPresent(value -> points.add(new Series.Point(week.at(), value, week.label())));
    }
    return points;
  }

  private static String caption(DemoProgress.Seen week) {
    return week.label() + ", version " + week.champion();
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.4f", value);
  }
}
