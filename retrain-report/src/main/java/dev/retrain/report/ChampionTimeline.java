package dev.retrain.report;

import dev.retrain.api.retraining.Decision;
import java.util.List;

/** Draws the champion periods as one bar, with the marks of decisions above it. */
record ChampionTimeline(List<ChampionPeriod> periods, TimeAxis time, List<Decision> marks) {

  private static final int TOP = 22;
  private static final int HEIGHT = 30;
  private static final int PIXELS_PER_LETTER = 9;

  Element figure() {
    Element svg =
        Element.of("svg")
            .with("viewBox", "0 0 " + LineChart.WIDTH + " " + (TOP + HEIGHT + 24))
            .with("role", "img")
            .with("aria-label", description());
    for (int i = 0; i < periods.size(); i++) {
      draw(svg, periods.get(i), i == periods.size() - 1);
    }
    marks.forEach(mark -> symbol(svg, mark));
    time.ticks().forEach(tick -> svg.add(LineChart.label(tick, TOP + HEIGHT + 18.0)));
    return Element.of("figure")
        .add(
            Element.of("figcaption")
                .add(Element.of("b", "The champion"))
                .text(
                    ": the version that served requests. ▲ promoted, ✕ rejected or failed, ▼ rolled"
                        + " back"))
        .add(Element.styled("div", "wide").with("tabindex", "0").add(svg));
  }

  private String description() {
    StringBuilder text = new StringBuilder("Champions in order:");
    periods.forEach(
        period ->
            text.append(" version ")
                .append(period.version())
                .append(" from ")
                .append(NumberFormats.time(period.from()))
                .append(';'));
    return text.toString();
  }

  private void draw(Element svg, ChampionPeriod period, boolean last) {
    double from = time.x(period.from());
    double width = Math.max(1, time.x(period.to()) - from);
    svg.add(
        Element.styled("rect", "period")
            .with("x", from)
            .with("y", TOP)
            .with("width", width)
            .with("height", HEIGHT)
            .with("rx", 4)
            .add(
                Element.of(
                    "title",
                    "version " + period.version() + " from " + NumberFormats.time(period.from()))));
    if (width > PIXELS_PER_LETTER * (period.version().length() + 1.0)) {
      svg.add(name(period, from + width / 2, "middle", "name"));
    } else if (last) { // beside the bar, because it is the version of now
      svg.add(name(period, from + width + 4, "start", "after"));
    }
  }

  private static Element name(ChampionPeriod period, double x, String anchor, String style) {
    return Element.styled("text", style)
        .with("x", x)
        .with("y", TOP + HEIGHT / 2.0 + 4)
        .with("text-anchor", anchor)
        .text(period.version());
  }

  private void symbol(Element svg, Decision mark) {
    svg.add(
        Element.styled("text", KindBadge.style(mark))
            .with("x", time.x(mark.at()))
            .with("y", TOP - 7.0)
            .with("text-anchor", "middle")
            .text(KindBadge.symbol(mark))
            .add(Element.of("title", NumberFormats.time(mark.at()) + " " + mark.what())));
  }
}
