package dev.retrain.runtime.evaluator;

import dev.retrain.api.document.ObjectShape;
import dev.retrain.api.document.Shapes;
import dev.retrain.api.evaluation.EvaluationInput;
import dev.retrain.api.evaluation.Evaluator;
import dev.retrain.api.evaluation.Scores;
import dev.retrain.api.evaluation.Verdict;
import dev.retrain.api.retraining.NamedPart;
import dev.retrain.runtime.evidence.Comparison;
import dev.retrain.runtime.evidence.Comparison.Relation;
import dev.retrain.runtime.evidence.Facts;
import java.util.Optional;

/**
 * Promotes a challenger whose model weighs no more than a limit: all files of its artifact
 * together. A model of unknown size leaves the verdict open.
 *
 * @param atMostBytes above 0
 */
public record ModelSize(long atMostBytes) implements Evaluator {

  /** Checks the range. */
  public ModelSize {
    if (atMostBytes <= 0) {
      throw new IllegalArgumentException("a model weighs more than " + atMostBytes + " bytes");
    }
  }

  @Override
  public Verdict judge(Scores challenger, Optional<Scores> champion) {
    return judge(EvaluationInput.of(challenger, champion));
  }

  @Override
  public Verdict judge(EvaluationInput trial) {
    if (trial.modelBytes().isEmpty()) {
      return new Verdict.Undecided(
          "the model's files cannot be read from here, so its size is unknown",
          Facts.NONE.toNode());
    }
    Comparison check =
        new Comparison(
            "model size in bytes",
            (double) trial.modelBytes().getAsLong(),
            Relation.AT_MOST,
            (double) atMostBytes);
    return check.holds()
        ? new Verdict.Promote(check.toString(), Facts.checks(check).toNode())
        : new Verdict.Reject(check.toString(), Facts.checks(check).toNode());
  }

  /** {@code {type: model-size, atMostBytes: 50000000}}. */
  public static final class Type extends NamedPart<Evaluator, ModelSize> {

    /** Creates the type, as {@link java.util.ServiceLoader} requires. */
    public Type() {
      super(Evaluator.class, "model-size", ModelSize.class);
    }

    @Override
    public ObjectShape<ModelSize> shape() {
      ObjectShape.Builder<ModelSize> all = ObjectShape.named("ModelSize");
      var most =
          all.required(
              "atMostBytes", Shapes.integer(1, Long.MAX_VALUE), ModelSize::atMostBytes, "allowed");
      return all.build(f -> new ModelSize(f.get(most)));
    }
  }
}
