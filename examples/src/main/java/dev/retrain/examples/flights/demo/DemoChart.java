package dev.retrain.examples.flights.demo;

import dev.retrain.api.state.Decision;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/** The champion's calibration error and log loss over the weeks, with what was decided. */
record DemoChart(List<Progress.Seen> weeks, List<Decision> marks) {

  private static final int WIDTH = 960;
  private static final int LEFT = 50;
  private static final int TOP = 20;
  private static final int HEIGHT = 170;
  private static final int SECOND = 215;
  private static final int SECOND_HEIGHT = 90;
  private static final double MOST_ERROR = 0.12;
  private static final double LEAST_LOSS = 0.38;
  private static final double MOST_LOSS = 0.62;
  private static final double LIMIT = 0.06;

  String svg() {
    StringBuilder svg = new StringBuilder();
    svg.append(
        "<svg viewBox=\"0 0 %d 330\" role=\"img\" aria-label=\"calibration error and log loss by week\">"
            .formatted(WIDTH + LEFT + 10));
    axis(svg);
    line(svg);
    dots(svg);
    marks.forEach(mark -> mark(svg, mark));
    return svg.append("</svg>").toString();
  }

  private Instant from() {
    return weeks.get(0).at();
  }

  private Instant to() {
    return weeks.get(weeks.size() - 1).at();
  }

  private double x(Instant at) {
    return LEFT + DemoReport.share(at, from(), to()) * WIDTH;
  }

  private static double errorY(double value) {
    return TOP + HEIGHT * (1 - Math.min(value, MOST_ERROR) / MOST_ERROR);
  }

  private static double lossY(double value) {
    double share = (value - LEAST_LOSS) / (MOST_LOSS - LEAST_LOSS);
    return SECOND + SECOND_HEIGHT * (1 - Math.min(1, Math.max(0, share)));
  }

  private void axis(StringBuilder svg) {
    for (double tick : new double[] {0, 0.04, 0.08, 0.12}) {
      text(svg, 4, errorY(tick) + 4, String.format(Locale.ROOT, "%.2f", tick));
      rule(svg, errorY(tick), "#e3e7ec", "");
    }
    rule(svg, errorY(LIMIT), "#b3261e", " stroke-dasharray=\"5 4\"");
    for (double tick : new double[] {0.4, 0.5, 0.6}) {
      text(svg, 4, lossY(tick) + 4, String.format(Locale.ROOT, "%.1f", tick));
      rule(svg, lossY(tick), "#e3e7ec", "");
    }
    for (int i = 0; i < weeks.size(); i += 4) {
      text(svg, x(weeks.get(i).at()) - 14, 325, weeks.get(i).label().substring(5));
    }
  }

  private static void rule(StringBuilder svg, double y, String colour, String more) {
    svg.append(
        String.format(
            Locale.ROOT,
            "<line x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\" stroke=\"%s\"%s/>",
            LEFT,
            LEFT + WIDTH,
            y,
            y,
            colour,
            more));
  }

  private static void text(StringBuilder svg, double x, double y, String words) {
    svg.append(
        String.format(
            Locale.ROOT,
            "<text x=\"%.1f\" y=\"%.1f\" font-size=\"12\" fill=\"#5a6876\">%s</text>",
            x,
            y,
            DemoReport.escaped(words)));
  }

  private void line(StringBuilder svg) {
    StringBuilder points = new StringBuilder();
    for (Progress.Seen week : weeks) {
      Double error = week.metrics().get("calibration_error");
      if (error != null) {
        points.append(String.format(Locale.ROOT, "%.1f,%.1f ", x(week.at()), errorY(error)));
      }
    }
    svg.append("<polyline fill=\"none\" stroke=\"#1f5fbf\" stroke-width=\"2\" points=\"")
        .append(points)
        .append("\"/>");
  }

  private void dots(StringBuilder svg) {
    for (Progress.Seen week : weeks) {
      Double loss = week.metrics().get("log_loss");
      if (loss != null) {
        svg.append(
            String.format(
                Locale.ROOT,
                "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"3\" fill=\"#5a6876\"><title>%s: log loss %.3f, version"
                    + " %s</title></circle>",
                x(week.at()),
                lossY(loss),
                week.label(),
                loss,
                DemoReport.escaped(week.champion())));
      }
    }
  }

  private void mark(StringBuilder svg, Decision mark) {
    String colour = mark.kind() == Decision.Kind.PROMOTED ? "#0a7a3f" : "#b3261e";
    svg.append(
        String.format(
            Locale.ROOT,
            "<line x1=\"%1$.1f\" x2=\"%1$.1f\" y1=\"%2$d\" y2=\"%3$d\" stroke=\"%4$s\" stroke-width=\"2\""
                + " opacity=\".6\"><title>%5$s %6$s</title></line>",
            x(mark.at()),
            TOP,
            SECOND + SECOND_HEIGHT,
            colour,
            Lines.time(mark),
            DemoReport.escaped(mark.what())));
  }
}
