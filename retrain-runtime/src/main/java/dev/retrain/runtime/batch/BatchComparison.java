package dev.retrain.runtime.batch;

import static java.util.Objects.requireNonNull;

import dev.retrain.api.document.ObjectShape;
import dev.retrain.api.document.Shape;
import dev.retrain.api.document.Shapes;

/**
 * Describes a batch that a version scored in parallel with the live one.
 *
 * @param live version that was live
 * @param scored whether the scores of both are compared
 * @param labelled whether their labels are compared
 */
record BatchComparison(String live, boolean scored, boolean labelled) {

  /** Checks that nothing is missing. */
  BatchComparison {
    requireNonNull(live);
  }

  static BatchComparison with(String live) {
    return new BatchComparison(live, false, false);
  }

  static Shape<BatchComparison> shape() {
    ObjectShape.Builder<BatchComparison> all = ObjectShape.named("Duel");
    var live = all.required("live", Shapes.text(), BatchComparison::live, "the version that was");
    var scored = all.required("scored", Shapes.bool(), BatchComparison::scored, "compared");
    var labelled = all.required("labelled", Shapes.bool(), BatchComparison::labelled, "compared");
    return all.build(f -> new BatchComparison(f.get(live), f.get(scored), f.get(labelled)));
  }
}
