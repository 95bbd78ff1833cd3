package dev.retrain.report;

import static java.util.Objects.requireNonNull;

import dev.retrain.drift.detect.Distribution;
import dev.retrain.drift.detect.DriftReport;
import dev.retrain.drift.detect.DriftVerdict;
import dev.retrain.drift.detect.FeatureReport;
import dev.retrain.drift.profile.Profile;
import dev.retrain.drift.profile.SensitiveProfile;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * A drift report as one HTML file that needs nothing from outside and no JavaScript: the verdict,
 * every feature at a glance, and each feature with its measures and, where profiles are given, its
 * distribution before and now.
 *
 * <p>Of a sensitive column no values, categories or missing cells are shown; of any column no cell
 * of fewer than {@value SensitiveProfile#SMALLEST_CELL} rows. The same records give the same text.
 * Immutable.
 */
public final class DriftPage {

  /** Two profiles on the same edges. */
  private record Compared(Profile reference, Profile current) {}

  private final DriftReport report;
  private final String title;
  private final Optional<Compared> compared;

  private DriftPage(DriftReport report, String title, Optional<Compared> compared) {
    this.report = requireNonNull(report);
    this.title = requireNonNull(title);
    this.compared = compared;
  }

  /** Returns a page of a report, without distributions. */
  public static DriftPage of(DriftReport report) {
    return new DriftPage(report, "Drift report", Optional.empty());
  }

  /** Returns a copy of the page under another title. */
  public DriftPage titled(String heading) {
    return new DriftPage(report, heading, compared);
  }

  /**
   * Returns a copy of the page with the distributions of both sides.
   *
   * @param reference the profile of the reference; also says which columns are sensitive
   * @param current the profile of the current data on the reference's edges; columns on other edges
   *     are left out
   */
  public DriftPage comparing(Profile reference, Profile current) {
    return new DriftPage(report, title, Optional.of(new Compared(reference, current)));
  }

  /** Returns the whole document. */
  public String html() {
    List<FeatureReport> features = sorted();
    Page page = new Page(title).add(verdict()).add(facts()).add(overview(features));
    Element details = Page.section("features", "Feature by feature");
    for (int i = 0; i < features.size(); i++) {
      details.add(article(i, features.get(i)).element());
    }
    page.add(details);
    if (!report.notes().isEmpty()) {
      page.add(notes());
    }
    return page.add(DriftSentences.legend()).html();
  }

  /** What drifted comes first, then what could not be told. */
  private List<FeatureReport> sorted() {
    List<DriftVerdict> order =
        List.of(DriftVerdict.DRIFT, DriftVerdict.INSUFFICIENT_DATA, DriftVerdict.NO_DRIFT);
    List<FeatureReport> sorted = new ArrayList<>(report.features());
    sorted.sort(Comparator.comparing(feature -> order.indexOf(feature.verdict())));
    return sorted;
  }

  private Element verdict() {
    return Element.styled("p", "lead")
        .add(VerdictBadge.of(report.verdict()))
        .text(" " + DriftSentences.sentence(report));
  }

  private Element facts() {
    return HeadlineFigure.list(
        List.of(
            HeadlineFigure.of(NumberFormats.count(report.referenceRows()), "rows of the reference"),
            HeadlineFigure.of(NumberFormats.count(report.currentRows()), "rows now"),
            HeadlineFigure.of(
                report.drifted().size() + " of " + report.features().size(), "features drifted"),
            new HeadlineFigure(
                NumberFormats.plain(100 * report.falseAlarms().perWindow()) + " %",
                "false alarms",
                "share of windows without drift in which the policy "
                    + report.policy()
                    + " asks for retraining")));
  }

  private Element overview(List<FeatureReport> features) {
    Element body = Element.of("tbody");
    for (int i = 0; i < features.size(); i++) {
      body.add(row(i, features.get(i)));
    }
    Element table =
        Element.of("table")
            .add(Element.of("caption", "Verdict and size of the difference, by feature"))
            .add(
                Element.head(
                    "feature", "verdict", "difference", "adjusted p", "missing before", "now"))
            .add(body);
    return Page.section("overview", "All features").add(Element.styled("div", "wide").add(table));
  }

  private Element row(int index, FeatureReport feature) {
    return Element.row(
        Element.of("th")
            .with("scope", "row")
            .add(Element.of("a", feature.name()).with("href", "#" + id(index))),
        Element.of("td").add(VerdictBadge.of(feature.verdict())),
        Element.of("td", DriftSentences.difference(feature.measures(), isSensitive(feature))),
        Element.styled("td", "n").text(feature.pAdjusted().map(NumberFormats::pValue).orElse("–")),
        Element.styled("td", "n").text(missing(feature, true)),
        Element.styled("td", "n").text(missing(feature, false)));
  }

  private String missing(FeatureReport feature, boolean before) {
    if (isSensitive(feature)) {
      return "withheld";
    }
    long rows = before ? report.referenceRows() : report.currentRows();
    return feature
        .measures()
        .missing()
        .map(test -> FeatureSection.share(before ? test.reference() : test.current(), rows))
        .orElse("–");
  }

  private FeatureSection article(int index, FeatureReport feature) {
    boolean sensitive = isSensitive(feature);
    Optional<FeatureDistribution> spread =
        sensitive
            ? Optional.empty()
            : compared.flatMap(sides -> spread(sides, feature.name())).or(() -> spread(feature));
    return new FeatureSection(id(index), feature, sensitive, spread);
  }

  private static String id(int index) {
    return "feature-" + (index + 1);
  }

  /** Returns the bins of the report itself, for pages without profiles. */
  private static Optional<FeatureDistribution> spread(FeatureReport feature) {
    return feature.measures().distribution() instanceof Distribution.Numeric numeric
        ? numeric.bins().map(FeatureDistribution::of)
        : Optional.empty();
  }

  private static Optional<FeatureDistribution> spread(Compared sides, String name) {
    return sides.current().columns().containsKey(name)
            && sides.reference().columns().containsKey(name)
        ? FeatureDistribution.of(sides.reference().column(name), sides.current().column(name))
        : Optional.empty();
  }

  private boolean isSensitive(FeatureReport feature) {
    return feature.measures().distribution() instanceof Distribution.Withheld
        || compared
            .filter(
                sides ->
                    sides.reference().roles().isSensitive(feature.name())
                        || sides.current().roles().isSensitive(feature.name()))
            .isPresent();
  }

  private Element notes() {
    Element list = Element.of("ul");
    report.notes().forEach(note -> list.add(Element.of("li", note)));
    return Page.section("notes", "Left out").add(list);
  }
}
