package dev.retrain.api.retraining;

import static java.util.Objects.requireNonNull;

import dev.retrain.api.document.Node;
import dev.retrain.api.document.ObjectShape;
import dev.retrain.api.document.Shape;
import dev.retrain.api.document.Shapes;
import java.time.Instant;
import java.util.Optional;

/**
 * One decision and its reason.
 *
 * @param retraining the name of the retraining
 * @param at when
 * @param kind what was decided
 * @param rule which rule decided, such as {@code when[1] auc below 0.6 for 3h} or {@code rollback:
 *     error rate above 0.05}
 * @param what what follows, in one sentence
 * @param why the reason, in one sentence
 * @param evidence the numbers behind it; aggregates and references, never rows
 * @param runKey the run concerned
 * @param version the model version concerned
 */
public record Decision(
    String retraining,
    Instant at,
    Kind kind,
    String rule,
    String what,
    String why,
    Node.Mapping evidence,
    Optional<String> runKey,
    Optional<String> version) {

  /** What can be decided. */
  public enum Kind {
    /** Nothing is done. */
    HOLD,
    /** A trigger fired and a run starts. */
    RETRAIN,
    /** A trigger fired and a guard stopped the run. */
    REFUSED,
    /** A run started elsewhere is judged like any other. */
    ADOPTED,
    /** A second run of one key is ignored: the first is judged. */
    DUPLICATE,
    /** A run was accepted by the backend. */
    SUBMITTED,
    /** A run ended with a registered version. */
    RUN_SUCCEEDED,
    /** The gate of a run or the evaluator rejected the challenger. */
    REJECTED,
    /** The evaluator could not judge: the challenger is neither promoted nor rejected. */
    UNDECIDED,
    /** A run failed, was cancelled or was lost. */
    RUN_FAILED,
    /** A failed run goes on from the step that failed. */
    RUN_RESUMED,
    /** A person's approval is requested before a version receives traffic. */
    APPROVAL_ASKED,
    /** A version receives its first traffic. */
    ROLLOUT_STARTED,
    /** A version receives more traffic. */
    STAGE,
    /** A version becomes the champion. */
    PROMOTED,
    /** A version is rolled back. */
    ROLLED_BACK,
    /** The rollback window of a promoted version is over. */
    DISARMED,
    /** The retraining stops until it is resumed. */
    HALTED,
    /** The retraining was resumed. */
    RESUMED,
    /** A schedule of the backend was created or changed, by the loop or by others. */
    SCHEDULED,
    /** Something that was created outside production and outlived its time is ended. */
    ENDED
  }

  /** Checks that nothing is missing. */
  public Decision {
    requireNonNull(retraining);
    requireNonNull(at);
    requireNonNull(kind);
    requireNonNull(rule);
    requireNonNull(what);
    requireNonNull(why);
    requireNonNull(evidence);
    requireNonNull(runKey);
    requireNonNull(version);
  }

  /** Returns a copy with other evidence. */
  public Decision with(Node.Mapping other) {
    return new Decision(retraining, at, kind, rule, what, why, other, runKey, version);
  }

  private static final Shape<Decision> SHAPE = makeShape();

  /** Returns the document form, which the decision log holds. */
  public static Shape<Decision> shape() {
    return SHAPE;
  }

  private static Shape<Decision> makeShape() {
    ObjectShape.Builder<Decision> all = ObjectShape.named("Decision");
    var retraining = all.required("retraining", Shapes.text(), Decision::retraining, "whose");
    var at = all.required("at", Shapes.instant(), Decision::at, "when");
    var kind = all.required("kind", Shapes.choice(Kind.class), Decision::kind, "what");
    var rule = all.required("rule", Shapes.text(), Decision::rule, "which rule decided");
    var what = all.required("what", Shapes.text(), Decision::what, "what follows");
    var why = all.required("why", Shapes.text(), Decision::why, "the reason");
    var evidence =
        all.required(
            "evidence",
            Shapes.any().as(Decision::mapping, mapping -> mapping),
            Decision::evidence,
            "the numbers behind it");
    var runKey = all.maybe("run", Shapes.text(), Decision::runKey, "the run concerned");
    var version = all.maybe("version", Shapes.text(), Decision::version, "the version concerned");
    return all.build(
        f ->
            new Decision(
                f.get(retraining),
                f.get(at),
                f.get(kind),
                f.get(rule),
                f.get(what),
                f.get(why),
                f.get(evidence),
                f.find(runKey),
                f.find(version)));
  }

  private static Node.Mapping mapping(Node node) {
    if (node instanceof Node.Mapping mapping) {
      return mapping;
    }
    throw new IllegalArgumentException("evidence is a mapping, not " + node.kind());
  }
}
