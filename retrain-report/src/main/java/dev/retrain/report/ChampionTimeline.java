package dev.retrain.report;

import dev.retrain.api.retraining.Decision;
import java.util.List;

/** Which version was the champion when, as one strip, with what was kept from users above it. */
record ChampionTimeline(List<ChampionPeriod> reigns, TimeAxis time, List<Decision> marks) {

  private static final int TOP = 22;
  private static final int HEIGHT = 30;
  private static final int PIXELS_PER_LETTER = 9;

  Element figure() {
    Element svg =
        Element.of("svg")
            .with("viewBox", "0 0 " + LineChart.WIDTH + " " + (TOP + HEIGHT + 24))
            .with("role", "img")
            .with("aria-label", spoken());
    reigns.forEach(reign -> draw(svg, reign));
    marks.forEach(mark -> sign(svg, mark));
    time.ticks().forEach(tick -> svg.add(LineChart.label(tick, TOP + HEIGHT + 18.0)));
    return Element.of("figure")
        .add(
            Element.of("figcaption")
                .add(Element.of("b", "The champion"))
                .text(": the version that answered. ▲ promoted, ✕ refused or failed, ▼ sent back"))
        .add(Element.styled("div", "wide").with("tabindex", "0").add(svg));
  }

  private String spoken() {
    StringBuilder words = new StringBuilder("Champions in order:");
    reigns.forEach(
        reign ->
            words
                .append(" version ")
                .append(reign.version())
                .append(" from ")
                .append(NumberFormats.time(reign.from()))
                .append(';'));
    return words.toString();
  }

  private void draw(Element svg, ChampionPeriod reign) {
    double from = time.x(reign.from());
    double width = Math.max(1, time.x(reign.to()) - from);
    svg.add(
        Element.styled("rect", "reign")
            .with("x", from)
            .with("y", TOP)
            .with("width", width)
            .with("height", HEIGHT)
            .with("rx", 4)
            .add(
                Element.of(
                    "title",
                    "version " + reign.version() + " from " + NumberFormats.time(reign.from()))));
    if (width > PIXELS_PER_LETTER * (reign.version().length() + 1.0)) {
      svg.add(
          Element.styled("text", "name")
              .with("x", from + width / 2)
              .with("y", TOP + HEIGHT / 2.0 + 4)
              .with("text-anchor", "middle")
              .text(reign.version()));
    }
  }

  private void sign(Element svg, Decision mark) {
    svg.add(
        Element.styled("text", KindBadge.style(mark))
            .with("x", time.x(mark.at()))
            .with("y", TOP - 7.0)
            .with("text-anchor", "middle")
            .text(KindBadge.sign(mark))
            .add(Element.of("title", NumberFormats.time(mark.at()) + " " + mark.what())));
  }
}
