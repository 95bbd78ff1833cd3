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
record Duel(String live, boolean scored, boolean labelled) {

  /** Checks that nothing is missing. */
  Duel {
    requireNonNull(live);
  }

  static Duel with(String live) {
    return new Duel(live, false, false);
  }

  static Shape<Duel> shape() {
    ObjectShape.Builder<Duel> all = ObjectShape.named("Duel");
    var live = all.required("live", Shapes.text(), Duel::live, "the version that was");
    var scored = all.required("scored", Shapes.bool(), Duel::scored, "compared");
    var labelled = all.required("labelled", Shapes.bool(), Duel::labelled, "compared");
    return all.build(f -> new Duel(f.get(live), f.get(scored), f.get(labelled)));
  }
}
