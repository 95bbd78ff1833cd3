package dev.retrain.runtime.evaluator;

import dev.retrain.api.document.ObjectShape;
import dev.retrain.api.document.Shapes;
import dev.retrain.api.evaluation.EvaluationInput;
import dev.retrain.api.evaluation.Evaluator;
import dev.retrain.api.evaluation.Scores;
import dev.retrain.api.evaluation.Verdict;
import dev.retrain.api.retraining.NamedPart;
import dev.retrain.api.retraining.PartTypes;
import java.util.List;
import java.util.Optional;

/**
 * Promotes what one part promotes; one doubt leaves it open, and all must refuse to refuse.
 *
 * @param parts at least one
 */
public record AnyOf(List<Evaluator> parts) implements Evaluator {

  /** Copies the parts. */
  public AnyOf {
    parts = List.copyOf(parts);
    if (parts.isEmpty()) {
      throw new IllegalArgumentException("there is nothing to judge by");
    }
  }

  @Override
  public Verdict judge(Scores challenger, Optional<Scores> champion) {
    return judge(EvaluationInput.of(challenger, champion));
  }

  @Override
  public Verdict judge(EvaluationInput trial) {
    return CombinedVerdict.any(
        CombinedVerdict.numbered(parts.stream().map(part -> part.judge(trial)).toList()));
  }

  /** {@code {type: any, of: [...]}}. */
  public static final class Type extends NamedPart<Evaluator, AnyOf> {

    /** Creates the type, as {@link java.util.ServiceLoader} requires. */
    public Type() {
      super(Evaluator.class, "any", AnyOf.class);
    }

    @Override
    public ObjectShape<AnyOf> shape() {
      ObjectShape.Builder<AnyOf> all = ObjectShape.named("AnyOf");
      var of =
          all.required(
              "of",
              Shapes.list(PartTypes.nested(Evaluator.class, "Evaluator")),
              AnyOf::parts,
              "of which one must promote");
      return all.build(f -> new AnyOf(f.get(of)));
    }
  }
}
