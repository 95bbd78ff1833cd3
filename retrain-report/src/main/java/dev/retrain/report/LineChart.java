package dev.retrain.report;

import dev.retrain.api.retraining.Decision;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Draws a metric over time with its limit and marks of decisions, followed by a table. */
record LineChart(Series series, TimeAxis time, List<Decision> marks) {

  static final int WIDTH = 1000;
  static final int LEFT = 56;

  /** Room for the label of a short last period. */
  static final int RIGHT = 48;

  private static final int TOP = 24;
  private static final int HEIGHT = 150;
  private static final int BOTTOM = 24;

  Element figure() {
    return Element.of("figure")
        .add(caption())
        .add(Element.styled("div", "wide").with("tabindex", "0").add(drawing()))
        .add(numbers());
  }

  private Element caption() {
    Element caption = Element.of("figcaption").add(Element.of("b", series.name()));
    if (!series.points().isEmpty()) {
      Series.Point last = series.points().get(series.points().size() - 1);
      caption.text(", last " + NumberFormats.plain(last.value()));
    }
    series
        .comparison()
        .filter(other -> !other.points().isEmpty())
        .ifPresent(
            other ->
                caption.text(
                    "; grey: "
                        + other.name()
                        + ", last "
                        + NumberFormats.plain(
                            other.points().get(other.points().size() - 1).value())));
    if (series.limit().isPresent()) {
      caption.text(", dashed: the limit " + NumberFormats.plain(series.limit().getAsDouble()));
    }
    return caption;
  }

  private Element drawing() {
    List<Double> values = new ArrayList<>();
    series.points().forEach(point -> values.add(point.value()));
    series.limit().ifPresent(values::add);
    comparison().forEach(point -> values.add(point.value()));
    ValueAxis axis = ValueAxis.holding(values, TOP, HEIGHT);
    Element svg =
        Element.of("svg")
            .with("viewBox", "0 0 " + WIDTH + " " + (TOP + HEIGHT + BOTTOM))
            .with("role", "img")
            .with("aria-label", description());
    grid(svg, axis);
    marks.forEach(mark -> mark(svg, mark));
    if (!comparison().isEmpty()) {
      svg.add(curve(comparison(), axis, "other"));
    }
    svg.add(curve(series.points(), axis, "curve"));
    series.points().forEach(point -> svg.add(dot(point, axis)));
    return svg;
  }

  private String description() {
    return "Line of "
        + series.name()
        + " over time, "
        + series.points().size()
        + " points; the values follow as a table";
  }

  private void grid(Element svg, ValueAxis axis) {
    for (double tick : axis.ticks()) {
      svg.add(horizontal(axis.y(tick), "grid"))
          .add(
              Element.of("text", NumberFormats.plain(tick))
                  .with("x", LEFT - 8.0)
                  .with("y", axis.y(tick) + 4)
                  .with("text-anchor", "end"));
    }
    time.ticks().forEach(tick -> svg.add(label(tick, TOP + HEIGHT + 18.0)));
    series.limit().ifPresent(limit -> svg.add(horizontal(axis.y(limit), "limit")));
  }

  /** Draws a time below a chart; the outer labels stay inside the drawing. */
  static Element label(TimeAxis.Tick tick, double y) {
    String anchor = tick.x() > WIDTH - 40 ? "end" : tick.x() < LEFT + 30 ? "start" : "middle";
    return Element.of("text", tick.label())
        .with("x", tick.x())
        .with("y", y)
        .with("text-anchor", anchor);
  }

  private static Element horizontal(double y, String style) {
    return Element.styled("line", style)
        .with("x1", LEFT)
        .with("x2", WIDTH)
        .with("y1", y)
        .with("y2", y);
  }

  private void mark(Element svg, Decision mark) {
    double x = time.x(mark.at());
    String text = NumberFormats.time(mark.at()) + " " + mark.what();
    svg.add(
            Element.styled("line", "mark " + KindBadge.style(mark))
                .with("x1", x)
                .with("x2", x)
                .with("y1", TOP)
                .with("y2", (double) TOP + HEIGHT)
                .add(Element.of("title", text)))
        .add(
            Element.styled("text", KindBadge.style(mark))
                .with("x", x)
                .with("y", TOP - 8.0)
                .with("text-anchor", "middle")
                .text(KindBadge.symbol(mark))
                .add(Element.of("title", text)));
  }

  private List<Series.Point> comparison() {
    return series.comparison().map(Series.Comparison::points).orElse(List.of());
  }

  private Element curve(List<Series.Point> line, ValueAxis axis, String style) {
    StringBuilder points = new StringBuilder();
    for (Series.Point point : line) {
      points
          .append(NumberFormats.coordinate(time.x(point.at())))
          .append(',')
          .append(NumberFormats.coordinate(axis.y(point.value())))
          .append(' ');
    }
    return Element.styled("polyline", style).with("points", points.toString().strip());
  }

  private Element dot(Series.Point point, ValueAxis axis) {
    return Element.styled("circle", "dot")
        .with("cx", time.x(point.at()))
        .with("cy", axis.y(point.value()))
        .with("r", 3)
        .add(Element.of("title", label(point)));
  }

  private String label(Series.Point point) {
    String note = point.note().isEmpty() ? "" : ", " + point.note();
    return NumberFormats.time(point.at())
        + ": "
        + NumberFormats.plain(point.value())
        + limit().map(text -> " (limit " + text + ")").orElse("")
        + note;
  }

  private Optional<String> limit() {
    return series.limit().isPresent()
        ? Optional.of(NumberFormats.plain(series.limit().getAsDouble()))
        : Optional.empty();
  }

  private Element numbers() {
    Element body = Element.of("tbody");
    for (Series.Point point : series.points()) {
      body.add(
          Element.row(
              Element.styled("td", "when").text(NumberFormats.time(point.at())),
              Element.styled("td", "n").text(NumberFormats.plain(point.value())),
              Element.styled("td", "n").text(limit().orElse("")),
              Element.of("td", point.note())));
    }
    return Element.of("details")
        .add(Element.styled("summary", "note").text("Values of " + series.name()))
        .add(
            Element.of("table")
                .add(Element.head("time", series.name(), limit().isPresent() ? "limit" : "", ""))
                .add(body));
  }
}
