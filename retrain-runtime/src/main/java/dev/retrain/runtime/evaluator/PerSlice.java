package dev.retrain.runtime.evaluator;

import static java.util.Objects.requireNonNull;

import dev.retrain.api.document.Node;
import dev.retrain.api.document.ObjectShape;
import dev.retrain.api.document.Shapes;
import dev.retrain.api.evaluation.EvaluationInput;
import dev.retrain.api.evaluation.Evaluator;
import dev.retrain.api.evaluation.Scores;
import dev.retrain.api.evaluation.Verdict;
import dev.retrain.api.retraining.NamedPart;
import dev.retrain.api.retraining.PartTypes;
import dev.retrain.runtime.evidence.Facts;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Promotes what a part promotes on every slice of the rows by itself. Slices with too few rows are
 * not judged, and named; without a slice to judge there is too little to say.
 *
 * <p>A slice refuses at the part's confidence divided among the slices that are judged
 * (Bonferroni); to promote, each must satisfy the part at its own.
 *
 * @param part that judges each slice
 * @param minimumRows a slice must have to be judged, at least 1
 */
public record PerSlice(Evaluator part, int minimumRows) implements Evaluator {

  /** Checks the range. */
  public PerSlice {
    requireNonNull(part);
    if (minimumRows < 1) {
      throw new IllegalArgumentException("a slice needs at least 1 row, not " + minimumRows);
    }
  }

  /** Returns a copy with another least number of rows. */
  public PerSlice minimumRows(int rows) {
    return new PerSlice(part, rows);
  }

  @Override
  public Verdict judge(Scores challenger, Optional<Scores> champion) {
    return judge(EvaluationInput.of(challenger, champion));
  }

  @Override
  public Verdict judge(EvaluationInput trial) {
    Map<String, EvaluationInput> judged = new LinkedHashMap<>();
    Map<String, Node> small = new LinkedHashMap<>();
    for (String slice : trial.challenger().slices()) {
      EvaluationInput mine = trial.slice(slice);
      if (mine.challenger().size() < minimumRows) {
        small.put(slice, Node.of((long) mine.challenger().size()));
      } else {
        judged.put("slice '" + slice + "'", mine);
      }
    }
    Evaluator each = SliceCorrected.among(part, Math.max(1, judged.size()));
    Map<String, Verdict> verdicts = new LinkedHashMap<>();
    judged.forEach((slice, mine) -> verdicts.put(slice, each.judge(mine)));
    Facts left = small.isEmpty() ? Facts.NONE : Facts.NONE.with("leftOut", Node.of(small));
    return verdicts.isEmpty() ? none(small, left) : CombinedVerdict.all(verdicts, left);
  }

  private Verdict none(Map<String, Node> small, Facts left) {
    List<String> names = List.copyOf(small.keySet());
    return new Verdict.Undecided(
        "no slice has " + minimumRows + " rows, there are " + names, left.toNode());
  }

  /** {@code {type: per-slice, of: {...}, minimumRows: 200}}. */
  public static final class Type extends NamedPart<Evaluator, PerSlice> {

    /** Creates the type, as {@link java.util.ServiceLoader} requires. */
    public Type() {
      super(Evaluator.class, "per-slice", PerSlice.class);
    }

    @Override
    public ObjectShape<PerSlice> shape() {
      ObjectShape.Builder<PerSlice> all = ObjectShape.named("PerSlice");
      var of =
          all.required(
              "of", PartTypes.nested(Evaluator.class, "Evaluator"), PerSlice::part, "judges each");
      var rows =
          all.optional(
              "minimumRows",
              Shapes.integer(1, Integer.MAX_VALUE),
              1L,
              e -> (long) e.minimumRows(),
              "of a slice that is judged");
      return all.build(f -> new PerSlice(f.get(of), Math.toIntExact(f.get(rows))));
    }
  }
}
