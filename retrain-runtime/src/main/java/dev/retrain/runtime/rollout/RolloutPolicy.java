package dev.retrain.runtime.rollout;

import static java.util.Objects.requireNonNull;

import dev.retrain.api.document.ObjectShape;
import dev.retrain.api.document.Shape;
import dev.retrain.api.document.Shapes;
import dev.retrain.api.retraining.Retraining;
import dev.retrain.api.rollout.Rollout;
import dev.retrain.api.rollout.Target;

/**
 * How the versions of a model reach users. A retraining has one; a rollout that a person starts by
 * hand has nothing else. Immutable and thread-safe.
 *
 * @param name under which state, requests and decisions are kept
 * @param model whose versions are rolled out
 * @param target whose traffic they get
 * @param rollout the stages and the rules
 */
public record RolloutPolicy(String name, String model, Target target, Rollout rollout) {

  private static final Shape<RolloutPolicy> SHAPE = makeShape();

  /** Requires every part. */
  public RolloutPolicy {
    requireNonNull(name);
    requireNonNull(model);
    requireNonNull(target);
    requireNonNull(rollout);
  }

  /** Returns how a retraining rolls out. */
  public static RolloutPolicy of(Retraining retraining) {
    return new RolloutPolicy(
        retraining.name(), retraining.model(), retraining.target(), retraining.rollout());
  }

  /** Returns the document form. */
  public static Shape<RolloutPolicy> shape() {
    return SHAPE;
  }

  private static Shape<RolloutPolicy> makeShape() {
    ObjectShape.Builder<RolloutPolicy> all = ObjectShape.named("RolloutPolicy");
    var name = all.required("name", Shapes.text(), RolloutPolicy::name, "of its state and log");
    var model = all.required("model", Shapes.text(), RolloutPolicy::model, "in the registry");
    var to = all.required("to", Target.shape(), RolloutPolicy::target, "where it goes");
    var rollout = all.required("rollout", Rollout.shape(), RolloutPolicy::rollout, "the stages");
    return all.build(f -> new RolloutPolicy(f.get(name), f.get(model), f.get(to), f.get(rollout)));
  }
}
