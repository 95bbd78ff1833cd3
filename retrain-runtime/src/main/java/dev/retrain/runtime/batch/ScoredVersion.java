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
 * What one version has scored.
 *
 * @param model the version
 * @param rows scored, those without a score included
 * @param errors rows without a score
 * @param outcomes by metric, over rows whose label is known
 * @param batches counted, oldest first
 * @param labelled those of them whose labels are counted
 * @param duels batches scored beside the live version
 */
record ScoredVersion(
    ModelVersion model,
    long rows,
    long errors,
    Map<String, OutcomeTotals> outcomes,
    List<String> batches,
    List<String> labelled,
    Map<String, BatchComparison> duels) {

  /** Copies. */
  ScoredVersion {
    outcomes = Collections.unmodifiableMap(new TreeMap<>(outcomes));
    batches = List.copyOf(batches);
    labelled = List.copyOf(labelled);
    duels = Collections.unmodifiableMap(new TreeMap<>(duels));
  }

  static ScoredVersion nothing(ModelVersion model) {
    return new ScoredVersion(model, 0, 0, Map.of(), List.of(), List.of(), Map.of());
  }

  ScoredVersion plus(String batch, long more, long failed) {
    return new ScoredVersion(
        model, rows + more, errors + failed, outcomes, and(batches, batch), labelled, duels);
  }

  ScoredVersion plus(String batch, Map<String, OutcomeTotals> known) {
    return new ScoredVersion(
        model, rows, errors, sums(known), batches, and(labelled, batch), duels);
  }

  /** With what a duel has shown, or that it began. */
  ScoredVersion duelling(String batch, BatchComparison duel, Map<String, OutcomeTotals> shown) {
    Map<String, BatchComparison> more = new TreeMap<>(duels);
    more.put(batch, duel);
    return new ScoredVersion(model, rows, errors, sums(shown), batches, labelled, more);
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

  /** A version that scores batches is always ready: the batch waits for it. */
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
    var duels =
        all.optional(
            "duels",
            Shapes.map(BatchComparison.shape()),
            Map.of(),
            ScoredVersion::duels,
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
                f.get(duels)));
  }
}
