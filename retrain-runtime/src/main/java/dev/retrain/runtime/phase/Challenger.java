package dev.retrain.runtime.phase;

import static java.util.Objects.requireNonNull;

import dev.retrain.api.document.ObjectShape;
import dev.retrain.api.document.Shape;
import dev.retrain.api.document.Shapes;
import dev.retrain.spi.backend.RunKey;

/**
 * A registered version on its way to users.
 *
 * @param run that made it
 * @param version as the registry names it
 */
public record Challenger(RunKey run, String version) {

  private static final Shape<Challenger> SHAPE = makeShape();

  /** Checks that nothing is missing. */
  public Challenger {
    requireNonNull(run);
    requireNonNull(version);
  }

  static Shape<Challenger> shape() {
    return SHAPE;
  }

  DecisionFactory by(PhaseInput seen, Phase phase) {
    return DecisionFactory.of(seen, phase).run(run).version(version);
  }

  private static Shape<Challenger> makeShape() {
    ObjectShape.Builder<Challenger> all = ObjectShape.named("Challenger");
    var run =
        all.required(
            "run", Shapes.text().as(RunKey::new, RunKey::value), Challenger::run, "made it");
    var version = all.required("version", Shapes.text(), Challenger::version, "registered");
    return all.build(f -> new Challenger(f.get(run), f.get(version)));
  }
}
