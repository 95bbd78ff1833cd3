package dev.retrain.runtime.batch;

import dev.retrain.api.document.ObjectShape;
import dev.retrain.api.document.Shape;
import dev.retrain.api.document.Shapes;
import dev.retrain.api.registry.ModelVersion;
import dev.retrain.spi.deploy.LatencyHistogram;
import dev.retrain.spi.deploy.OutcomeTotals;
import dev.retrain.spi.deploy.VersionHealth;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Counts what one version has scored.
 *
 * @param model version
 * @param rows number of rows, including those without a score
 * @param errors number of rows without a score
 * @param outcomes totals by metric, over rows with a label
 * @param batches counted batches, oldest first
 * @param labelled batches among them whose labels are counted
 * @param comparisons batches scored in parallel with the live version
 */
record ScoredVersion(
    ModelVersion model,
    long rows,
    long errors,
    Map<String, OutcomeTotals> outcomes,
    List<String> batches,
    List<String> labelled,
    Map<String, BatchComparison> comparisons) {

  /** Copies. */
  ScoredVersion {
    outcomes = Collections.unmodifiableMap(new TreeMap<>(outcomes));
    batches = List.copyOf(batches);
    labelled = List.copyOf(labelled);
    comparisons = Collections.unmodifiableMap(new TreeMap<>(comparisons));
  }

  static ScoredVersion nothing(ModelVersion model) {
    return new ScoredVersion(model, 0, 0, Map.of(), List.of(), List.of(), Map.of());
  }

  ScoredVersion plus(String batch, long more, long failed) {
    return new ScoredVersion(
        model, rows + more, errors + failed, outcomes, and(batches, batch), labelled, comparisons);
  }

  ScoredVersion plus(String batch, Map<String, OutcomeTotals> known) {
    return new ScoredVersion(
        model, rows, errors, sums(known), batches, and(labelled, batch), comparisons);
  }

  /** Adds the result of a comparison, or its start. */
  ScoredVersion compared(
      String batch, BatchComparison comparison, Map<String, OutcomeTotals> totals) {
    Map<String, BatchComparison> more = new TreeMap<>(comparisons);
    more.put(batch, comparison);
    return new ScoredVersion(model, rows, errors, sums(totals), batches, labelled, more);
  }

  private Map<String, OutcomeTotals> sums(Map<String, OutcomeTotals> known) {
    Map<String, OutcomeTotals> sums = new TreeMap<>(outcomes);
    known.forEach((metric, totals) -> sums.merge(metric, totals, ScoredVersion::sum));
    return sums;
  }

  private static OutcomeTotals sum(OutcomeTotals one, OutcomeTotals other) {
    return new OutcomeTotals(
        one.count() + other.count(),
        one.sum() + other.sum(),
        one.sumOfSquares() + other.sumOfSquares());
  }

  private static List<String> and(List<String> names, String name) {
    List<String> more = new ArrayList<>(names);
    more.add(name);
    return more;
  }

  /**
   * Returns the counters; a version that scores batches is always ready, because a batch waits for
   * it.
   */
  VersionHealth health() {
    return new VersionHealth(true, rows, errors, LatencyHistogram.empty(), outcomes);
  }

  static Shape<ScoredVersion> shape() {
    ObjectShape.Builder<ScoredVersion> all = ObjectShape.named("Scored");
    Shape<List<String>> names = Shapes.list(Shapes.text());
    var model = all.required("model", ModelVersion.shape(), ScoredVersion::model, "as registered");
    var counted =
        all.required(
            "counted", VersionHealth.shape(), ScoredVersion::health, "rows, errors, outcomes");
    var batches = all.optional("batches", names, List.of(), ScoredVersion::batches, "counted");
    var labelled = all.optional("labelled", names, List.of(), ScoredVersion::labelled, "of those");
    var comparisons =
        all.optional(
            "duels",
            Shapes.map(BatchComparison.shape()),
            Map.of(),
            ScoredVersion::comparisons,
            "by batch");
    return all.build(
        f ->
            new ScoredVersion(
                f.get(model),
                f.get(counted).requests(),
                f.get(counted).errors(),
                f.get(counted).outcomes(),
                f.get(batches),
                f.get(labelled),
                f.get(comparisons)));
  }
}
