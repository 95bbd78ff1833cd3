package dev.retrain.examples.flights.demo;

import dev.retrain.api.state.Decision;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The half year as one HTML file without anything from outside: a chart, and a sentence each. */
record DemoReport(
    Progress progress, List<Decision> decisions, Comparison.Result other, double live, long runs) {

  private static final String STYLE =
      """
      body{font:15px/1.45 system-ui,sans-serif;margin:2rem auto;max-width:66rem;padding:0 1rem;color:#1c2530}
      h1{font-size:1.5rem} h2{font-size:1.1rem;margin-top:2rem}
      table{border-collapse:collapse;width:100%} td,th{padding:.3rem .6rem;text-align:left;vertical-align:top;border-bottom:1px solid #e3e7ec}
      td.t{white-space:nowrap;color:#5a6876} .k{font-weight:600;white-space:nowrap}
      .promoted{color:#0a7a3f} .rolled-back,.rejected,.run-failed,.halted{color:#b3261e} .retrain,.rollout-started,.stage{color:#1f5fbf}
      svg{width:100%;height:auto} .note{color:#5a6876}
      """;

  String html() {
    return """
        <!doctype html>
        <html lang="en"><head><meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>flight-delays: half a year of retraining</title>
        <style>%s</style></head><body>
        <h1>flight-delays: half a year of retraining</h1>
        <p>On the last %d weeks the live model's mean log loss was <b>%s</b>; a model never retrained after January
        had <b>%s</b>, one retrained every week <b>%s</b>. That took %d runs, two planted challengers included, instead of
        %d.</p>
        <h2>The champion, week by week</h2>
        %s
        <p class="note">Line: calibration error of live answers, which triggers a retraining above 0.06. Dots below: log
        loss. Vertical marks: <span class="promoted">promoted</span>, <span class="rejected">stopped by the gate or
        rolled back</span>.</p>
        <h2>Every decision</h2>
        <table><thead><tr><th>When</th><th>Decision</th><th>What follows, and why</th></tr></thead><tbody>
        %s
        </tbody></table>
        </body></html>
        """
        .formatted(
            STYLE,
            Comparison.LAST_WEEKS,
            number(live),
            number(other.never()),
            number(other.weekly()),
            runs,
            other.weeklyRuns(),
            new DemoChart(progress.weeks(), marks()).svg(),
            decisions.stream().map(DemoReport::row).collect(Collectors.joining("\n")));
  }

  private List<Decision> marks() {
    return decisions.stream()
        .filter(
            decision ->
                switch (decision.kind()) {
                  case PROMOTED, REJECTED, ROLLED_BACK -> true;
                  default -> false;
                })
        .toList();
  }

  private static String row(Decision decision) {
    String kind = decision.kind().name().toLowerCase(Locale.ROOT).replace('_', '-');
    return "<tr><td class=\"t\">%s</td><td class=\"k %s\">%s</td><td>%s. <span class=\"note\">%s</span></td></tr>"
        .formatted(
            Lines.time(decision),
            kind,
            kind.replace('-', ' '),
            escaped(decision.what()),
            escaped(decision.why()));
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.4f", value);
  }

  static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }

  /** Where an instant lies between the first and the last week, 0 to 1. */
  static double share(Instant at, Instant from, Instant to) {
    double length = Math.max(1, to.getEpochSecond() - from.getEpochSecond());
    return Math.min(1, Math.max(0, (at.getEpochSecond() - from.getEpochSecond()) / length));
  }
}
