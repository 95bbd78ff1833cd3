package dev.retrain.runtime.evaluator;

import dev.retrain.api.document.Node;
import dev.retrain.api.document.ObjectShape;
import dev.retrain.api.document.Shapes;
import dev.retrain.api.evaluation.Evaluator;
import dev.retrain.api.evaluation.Scores;
import dev.retrain.api.evaluation.Verdict;
import dev.retrain.api.retraining.PartType;
import dev.retrain.api.retraining.Parts;
import dev.retrain.runtime.evidence.Facts;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Promotes what every part promotes; the first refusal decides, then the first doubt.
 *
 * @param parts at least one
 */
public record AllOf(List<Evaluator> parts) implements Evaluator {

  /** Copies the parts. */
  public AllOf {
    parts = List.copyOf(parts);
    if (parts.isEmpty()) {
      throw new IllegalArgumentException("there is nothing to judge by");
    }
  }

  @Override
  public Verdict judge(Scores challenger, Optional<Scores> champion) {
    List<Verdict> verdicts = new ArrayList<>();
    parts.forEach(part -> verdicts.add(part.judge(challenger, champion)));
    return first(verdicts, Verdict.Reject.class)
        .or(() -> first(verdicts, Verdict.Undecided.class))
        .orElseGet(() -> promote(verdicts));
  }

  private static Optional<Verdict> first(List<Verdict> verdicts, Class<? extends Verdict> kind) {
    return verdicts.stream().filter(kind::isInstance).findFirst();
  }

  private static Verdict promote(List<Verdict> verdicts) {
    List<Node> evidence = new ArrayList<>(verdicts.stream().map(Verdict::evidence).toList());
    return new Verdict.Promote(
        String.join("; ", verdicts.stream().map(Verdict::why).toList()),
        Facts.NONE.with("parts", Node.of(evidence)).toNode());
  }

  /** {@code {type: all, of: [...]}}. */
  public static final class Type implements PartType<Evaluator, AllOf> {

    /** For {@link java.util.ServiceLoader}. */
    public Type() {}

    @Override
    public Class<Evaluator> role() {
      return Evaluator.class;
    }

    @Override
    public String name() {
      return "all";
    }

    @Override
    public Class<AllOf> type() {
      return AllOf.class;
    }

    @Override
    public ObjectShape<AllOf> shape() {
      ObjectShape.Builder<AllOf> all = ObjectShape.named("AllOf");
      var of =
          all.required(
              "of",
              Shapes.list(Parts.nested(Evaluator.class, "Evaluator")),
              AllOf::parts,
              "that must all promote");
      return all.build(f -> new AllOf(f.get(of)));
    }
  }
}
