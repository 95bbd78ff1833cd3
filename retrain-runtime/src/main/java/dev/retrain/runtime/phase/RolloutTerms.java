package dev.retrain.runtime.phase;

import static java.util.Objects.requireNonNull;

import dev.retrain.api.document.Documents;
import dev.retrain.api.document.ObjectShape;
import dev.retrain.api.document.Shape;
import dev.retrain.api.document.Shapes;
import dev.retrain.api.rollout.Rollout;
import dev.retrain.api.rollout.Target;
import dev.retrain.runtime.rollout.RolloutPolicy;

/**
 * The terms under which a version is rolled out. An edit of the policy changes them only for the
 * rollouts that follow.
 *
 * @param target whose traffic it gets
 * @param rollout a hash of the rollout's document form
 */
public record RolloutTerms(Target target, String rollout) {

  private static final Shape<RolloutTerms> SHAPE = makeShape();

  /** Checks that nothing is missing. */
  public RolloutTerms {
    requireNonNull(target);
    requireNonNull(rollout);
  }

  /** Returns the terms of a policy as it stands. */
  public static RolloutTerms of(RolloutPolicy policy) {
    return new RolloutTerms(
        policy.target(), Documents.sha256(Rollout.shape().write(policy.rollout())));
  }

  static Shape<RolloutTerms> shape() {
    return SHAPE;
  }

  private static Shape<RolloutTerms> makeShape() {
    ObjectShape.Builder<RolloutTerms> all = ObjectShape.named("RolloutTerms");
    var target = all.required("target", Target.shape(), RolloutTerms::target, "where it goes");
    var rollout = all.required("rollout", Shapes.text(), RolloutTerms::rollout, "a hash");
    return all.build(f -> new RolloutTerms(f.get(target), f.get(rollout)));
  }
}
