package dev.retrain.report;

import java.util.Optional;

/**
 * Draws a {@link FeatureDistribution}: a table with two bars a row, which reads without the bars as
 * well.
 */
final class DistributionTable {

  private static final int WIDTH = 240;
  private static final int HEIGHT = 18;
  private static final int BAR = 7;

  private final FeatureDistribution spread;
  private final FeatureDistribution.Shares reference;
  private final FeatureDistribution.Shares current;
  private final double largest;

  DistributionTable(FeatureDistribution spread) {
    this.spread = spread;
    this.reference = spread.reference();
    this.current = spread.current();
    this.largest = Math.max(reference.largest(), current.largest());
  }

  Element element(String feature) {
    Element body = Element.of("tbody");
    for (int cell = 0; cell < spread.cells().size(); cell++) {
      body.add(row(cell));
    }
    return Element.styled("table", "spread")
        .add(Element.of("caption", "Share of the values of " + feature + ", by cell"))
        .add(Element.head("values", "reference", "current", ""))
        .add(body);
  }

  private Element row(int cell) {
    return Element.row(
        Element.of("th", spread.cells().get(cell).label()).with("scope", "row"),
        share(reference.share(cell)),
        share(current.share(cell)),
        Element.styled("td", "bars").add(bars(cell)));
  }

  private static Element share(Optional<Double> share) {
    return Element.styled("td", "n")
        .text(share.map(NumberFormats::percent).orElse("under 10 rows"));
  }

  private Element bars(int cell) {
    return Element.of("svg")
        .with("viewBox", "0 0 " + WIDTH + " " + HEIGHT)
        .with("preserveAspectRatio", "none")
        .with("aria-hidden", "true")
        .add(bar("before", 1, reference.share(cell)))
        .add(bar("now", HEIGHT - BAR - 1, current.share(cell)));
  }

  private Element bar(String style, int y, Optional<Double> share) {
    double width = largest > 0 ? WIDTH * share.orElse(0.0) / largest : 0;
    return Element.styled("rect", style)
        .with("x", 0)
        .with("y", y)
        .with("width", width)
        .with("height", BAR);
  }
}
