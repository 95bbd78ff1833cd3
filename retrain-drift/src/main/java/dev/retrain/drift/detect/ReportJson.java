package dev.retrain.drift.detect;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.retrain.drift.stat.HomogeneityTest;
import dev.retrain.drift.stat.KsTest;
import dev.retrain.drift.stat.MannWhitneyTest;
import dev.retrain.drift.stat.PsiTest;
import dev.retrain.drift.stat.Statistic;
import java.util.function.Function;

/** Writes a report as JSON, a measure without a value as an absent key. */
final class ReportJson {

  private static final ObjectMapper JSON = new ObjectMapper();

  private ReportJson() {}

  static String write(DriftReport report) {
    ObjectNode root = JSON.createObjectNode();
    root.put("verdict", report.verdict().name()).put("retrain", report.retrain());
    root.put("policy", report.policy());
    root.putObject("rows")
        .put("reference", report.referenceRows())
        .put("current", report.currentRows());
    root.putObject("false_alarm_rate")
        .put("per_check", report.falseAlarms().perCheck())
        .put("per_window", report.falseAlarms().perWindow());
    report.confidence().ifPresent(confidence -> root.put("confidence", confidence));
    report.scoreQuantile(0.9).ifPresent(score -> root.put("score_p90", score));
    var features = root.putArray("features");
    report.features().forEach(feature -> write(features.addObject(), feature));
    var notes = root.putArray("notes");
    report.notes().forEach(notes::add);
    return root.toPrettyString();
  }

  private static void write(ObjectNode node, FeatureReport feature) {
    FeatureMeasures measures = feature.measures();
    node.put("name", measures.name()).put("kind", measures.kind().label());
    node.put("role", measures.role().label());
    write(node, measures.distribution());
    feature.score().ifPresent(score -> node.put("score", score));
    feature.pAdjusted().ifPresent(p -> node.put("p_adjusted", p));
    feature.confidence().ifPresent(confidence -> node.put("confidence", confidence));
    measures
        .missing()
        .asOptional()
        .ifPresent(
            test ->
                node.putObject("missing_rate")
                    .put("reference", test.reference())
                    .put("current", test.current())
                    .put("p_value", test.pValue()));
    node.put("design_effect", measures.significance().designEffect());
    node.put("verdict", feature.verdict().name());
    feature.why().ifPresent(why -> node.put("status", why.name()));
  }

  private static void write(ObjectNode node, Distribution distribution) {
    if (distribution instanceof Distribution.Numeric numeric) {
      numeric(node, numeric);
    } else if (distribution instanceof Distribution.Categorical categorical) {
      categorical(node, categorical);
    }
  }

  private static void numeric(ObjectNode node, Distribution.Numeric numeric) {
    psi(node, numeric.psi());
    put(node, "ks_statistic", numeric.ks(), KsTest::statistic);
    put(node, "ks_p_value", numeric.ks(), KsTest::pValue);
    numeric
        .ks()
        .asOptional()
        .filter(ks -> ks.statisticError() > 0)
        .ifPresent(ks -> node.put("ks_statistic_error", ks.statisticError()));
    put(node, "wasserstein", numeric.wasserstein(), d -> d);
    put(node, "wasserstein_scaled", numeric.wassersteinScaled(), d -> d);
    put(node, "js_distance", numeric.jensenShannon(), d -> d);
    put(node, "hellinger", numeric.hellinger(), d -> d);
    put(node, "mann_whitney_p_value", numeric.mannWhitney(), MannWhitneyTest::pValue);
    numeric.bins().ifPresent(bins -> bins(node.putObject("bins"), bins));
  }

  private static void bins(ObjectNode node, Bins bins) {
    var edges = node.putArray("edges");
    bins.edges().stream().filter(Double::isFinite).forEach(edges::add);
    var reference = node.putArray("reference");
    bins.reference().forEach(reference::add);
    var current = node.putArray("current");
    bins.current().forEach(current::add);
  }

  private static void categorical(ObjectNode node, Distribution.Categorical categorical) {
    psi(node, categorical.psi());
    put(node, "js_distance", categorical.jensenShannon(), d -> d);
    put(node, "hellinger", categorical.hellinger(), d -> d);
    put(node, "tvd", categorical.totalVariation(), d -> d);
    put(node, "l_infinity", categorical.largestDifference(), d -> d);
    put(node, "chi2_p_value", categorical.chiSquare(), HomogeneityTest::pValue);
    put(node, "g_p_value", categorical.g(), HomogeneityTest::pValue);
    put(node, "cramers_v", categorical.chiSquare(), HomogeneityTest::cramersV);
    if (!categorical.unseen().isEmpty()) {
      var unseen = node.putArray("unseen");
      categorical.unseen().stream().limit(20).forEach(unseen::add);
    }
  }

  private static void psi(ObjectNode node, Statistic<PsiTest> psi) {
    put(node, "psi", psi, PsiTest::value);
    put(node, "psi_corrected", psi, PsiTest::corrected);
    put(node, "psi_p_value", psi, PsiTest::pValue);
  }

  private static <T> void put(
      ObjectNode node, String key, Statistic<T> measured, Function<T, Double> number) {
    measured.asOptional().map(number).ifPresent(value -> node.put(key, value));
  }
}
