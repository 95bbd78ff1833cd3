package dev.retrain.runtime.evaluator;

import dev.retrain.api.document.ObjectShape;
import dev.retrain.api.document.Shapes;
import dev.retrain.api.evaluation.EvaluationInput;
import dev.retrain.api.evaluation.Evaluator;
import dev.retrain.api.evaluation.Scores;
import dev.retrain.api.evaluation.Verdict;
import dev.retrain.api.retraining.NamedPart;
import dev.retrain.api.retraining.PartTypes;
import dev.retrain.runtime.evidence.Facts;
import java.util.List;
import java.util.Optional;

/**
 * Promotes what every part promotes; one refusal refuses, then one doubt leaves it open.
 *
 * @param parts at least one
 */
public record AllOf(List<Evaluator> parts) implements Evaluator, SliceCorrected {

  /** Copies the parts. */
  public AllOf {
    parts = List.copyOf(parts);
    if (parts.isEmpty()) {
      throw new IllegalArgumentException("there is nothing to judge by");
    }
  }

  @Override
  public Evaluator among(int slices) {
    return new AllOf(parts.stream().map(part -> SliceCorrected.among(part, slices)).toList());
  }

  @Override
  public Verdict judge(Scores challenger, Optional<Scores> champion) {
    return judge(EvaluationInput.of(challenger, champion));
  }

  @Override
  public Verdict judge(EvaluationInput trial) {
    return CombinedVerdict.all(
        CombinedVerdict.numbered(parts.stream().map(part -> part.judge(trial)).toList()),
        Facts.NONE);
  }

  /** {@code {type: all, of: [...]}}. */
  public static final class Type extends NamedPart<Evaluator, AllOf> {

    /** Creates the type, as {@link java.util.ServiceLoader} requires. */
    public Type() {
      super(Evaluator.class, "all", AllOf.class);
    }

    @Override
    public ObjectShape<AllOf> shape() {
      ObjectShape.Builder<AllOf> all = ObjectShape.named("AllOf");
      var of =
          all.required(
              "of",
              Shapes.list(PartTypes.nested(Evaluator.class, "Evaluator")),
              AllOf::parts,
              "that must all promote");
      return all.build(f -> new AllOf(f.get(of)));
    }
  }
}
