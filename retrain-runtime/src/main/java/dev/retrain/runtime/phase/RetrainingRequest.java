package dev.retrain.runtime.phase;

import static java.util.Objects.requireNonNull;

import dev.retrain.api.document.ObjectShape;
import dev.retrain.api.document.Shape;
import dev.retrain.api.document.Shapes;
import dev.retrain.api.retraining.RetrainMode;
import java.time.Instant;
import java.util.Optional;

/**
 * What a person or a program asked of a retraining; the next tick answers.
 *
 * @param id unique; asking twice with one id is asking once
 * @param verb what is asked
 * @param mode how much is trained, for {@link Verb#RETRAIN}
 * @param reason why, not blank
 * @param at when it was asked
 * @param by who asks; there for {@link Verb#APPROVE} and {@link Verb#REJECT}
 */
public record RetrainingRequest(
    String id, Verb verb, RetrainMode mode, String reason, Instant at, Optional<String> by) {

  /** What can be asked. */
  public enum Verb {
    /** A run. */
    RETRAIN,
    /** Going on after a halt or a pause. */
    RESUME,
    /** A rollout that stays at its stage; its rules go on judging. */
    PAUSE,
    /** The challenger as champion now, whatever is left of its stages. */
    PROMOTE,
    /** The rollout of a challenger that waits for approval. */
    APPROVE,
    /** The end of a challenger that waits for approval. */
    REJECT,
    /** The version that was live before; while a rollout is under way, its end. */
    ROLL_BACK
  }

  private static final Shape<RetrainingRequest> SHAPE = makeShape();

  /** Checks that there is a reason. */
  public RetrainingRequest {
    requireNonNull(id);
    requireNonNull(verb);
    requireNonNull(mode);
    requireNonNull(at);
    if (reason.isBlank()) {
      throw new IllegalArgumentException("a request needs a reason");
    }
    boolean signed = by.filter(name -> !name.isBlank()).isPresent();
    if ((verb == Verb.APPROVE || verb == Verb.REJECT) && !signed) {
      throw new IllegalArgumentException("an approval and a refusal need a name: who says so?");
    }
  }

  /** By nobody in particular. */
  public RetrainingRequest(String id, Verb verb, RetrainMode mode, String reason, Instant at) {
    this(id, verb, mode, reason, at, Optional.empty());
  }

  /** The document form. */
  public static Shape<RetrainingRequest> shape() {
    return SHAPE;
  }

  private static Shape<RetrainingRequest> makeShape() {
    ObjectShape.Builder<RetrainingRequest> all = ObjectShape.named("Request");
    var id = all.required("id", Shapes.text(), RetrainingRequest::id, "unique");
    var verb = all.required("verb", Shapes.choice(Verb.class), RetrainingRequest::verb, "asked");
    var mode =
        all.required("mode", Shapes.choice(RetrainMode.class), RetrainingRequest::mode, "trained");
    var reason = all.required("reason", Shapes.text(), RetrainingRequest::reason, "why");
    var at = all.required("at", Shapes.instant(), RetrainingRequest::at, "when");
    var by = all.maybe("by", Shapes.text(), RetrainingRequest::by, "whose word it is");
    return all.build(
        f ->
            new RetrainingRequest(
                f.get(id), f.get(verb), f.get(mode), f.get(reason), f.get(at), f.find(by)));
  }
}
