package dev.retrain.report;

import dev.retrain.drift.detect.Distribution;
import dev.retrain.drift.detect.DriftVerdict;
import dev.retrain.drift.detect.FeatureReport;
import dev.retrain.drift.profile.SensitiveProfile;
import dev.retrain.drift.stat.HomogeneityTest;
import dev.retrain.drift.stat.KsTest;
import dev.retrain.drift.stat.PsiTest;
import dev.retrain.drift.stat.Statistic;
import java.util.Optional;
import java.util.function.Function;

/**
 * One feature: its verdict, its measures and, where it may be shown, how its values spread.
 *
 * @param id the anchor the overview links to
 * @param feature what was measured
 * @param sensitive whether nothing of its values may be shown
 * @param spread the cells, where both sides have the same
 */
record FeatureSection(
    String id, FeatureReport feature, boolean sensitive, Optional<FeatureDistribution> spread) {

  Element element() {
    Element article = Element.styled("details", "feature").with("id", id);
    if (feature.verdict() == DriftVerdict.DRIFT) {
      article.with("open", "");
    }
    article
        .add(
            Element.of("summary")
                .add(Element.of("h3", feature.name()))
                .add(VerdictBadge.of(feature.verdict())))
        .add(Element.styled("p", "note").text(sentence()))
        .add(measures());
    spread.ifPresent(cells -> article.add(new DistributionTable(cells).element(feature.name())));
    return article;
  }

  private String sentence() {
    String kind = feature.measures().kind().label() + " " + feature.measures().role().label();
    String why = feature.why().map(reason -> "; " + words(reason)).orElse("");
    return kind + why + (sensitive ? "; sensitive: nothing of its values is shown" : "");
  }

  private static String words(Statistic.Reason why) {
    return switch (why) {
      case INSUFFICIENT_DATA -> "not enough data to say";
      case CONSTANT -> "both sides hold one and the same single value";
      case ALL_MISSING -> "one side has rows, but every value is missing";
      case UNBOUNDED -> "an infinity makes a distance unbounded";
      case NOT_MEASURED -> "not measured";
    };
  }

  private Element measures() {
    Element list = Element.styled("dl", "measures");
    feature.pAdjusted().ifPresent(p -> item(list, "adjusted p-value", NumberFormats.pValue(p)));
    feature
        .confidence()
        .ifPresent(confidence -> item(list, "confidence", NumberFormats.plain(confidence)));
    Distribution distribution = feature.measures().distribution();
    if (distribution instanceof Distribution.Numeric numeric) {
      numeric(list, numeric);
    } else if (distribution instanceof Distribution.Categorical categorical) {
      categorical(list, categorical);
    }
    return list;
  }

  /** The Wasserstein distance in the unit of the values is left out: it tells of their size. */
  private static void numeric(Element list, Distribution.Numeric numeric) {
    measured(list, "KS statistic", numeric.ks(), KsTest::statistic);
    measured(list, "PSI", numeric.psi(), PsiTest::value);
    measured(list, "Jensen-Shannon", numeric.jensenShannon(), distance -> distance);
    measured(
        list, "Wasserstein, in quartile ranges", numeric.wassersteinScaled(), distance -> distance);
  }

  private static void categorical(Element list, Distribution.Categorical categorical) {
    measured(list, "total variation", categorical.totalVariation(), distance -> distance);
    measured(list, "PSI", categorical.psi(), PsiTest::value);
    measured(list, "Cramér's V", categorical.chiSquare(), HomogeneityTest::cramersV);
    measured(list, "Jensen-Shannon", categorical.jensenShannon(), distance -> distance);
    if (!categorical.unseen().isEmpty()) {
      // Their names could belong to single rows, so only how many there are is said.
      item(list, "new categories", NumberFormats.count(categorical.unseen().size()));
    }
  }

  private static <T> void measured(
      Element list, String label, Statistic<T> measure, Function<T, Double> value) {
    measure
        .asOptional()
        .map(value)
        .ifPresent(known -> item(list, label, NumberFormats.plain(known)));
  }

  private static void item(Element list, String label, String value) {
    list.add(Element.of("div").add(Element.of("dt", label)).add(Element.of("dd", value)));
  }

  /** Returns a share of rows, unless it stands for one to nine of them. */
  static String share(double rate, long rows) {
    return SensitiveProfile.isTooSmall(Math.round(rate * rows))
        ? "under 10 rows"
        : NumberFormats.percent(rate);
  }
}
