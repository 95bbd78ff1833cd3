package dev.retrain.runtime.batch;

import static java.util.Objects.requireNonNull;

import dev.retrain.api.document.ObjectShape;
import dev.retrain.api.document.Shape;
import dev.retrain.api.document.Shapes;

/**
 * A batch that a version scored beside the live one.
 *
 * @param live the version that was
 * @param scored whether the rows of both are compared
 * @param labelled whether what came of them is
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
