package dev.retrain.runtime.phase;

import static java.util.Objects.requireNonNull;

import dev.retrain.api.document.ObjectShape;
import dev.retrain.api.document.Shape;
import dev.retrain.api.document.Shapes;
import dev.retrain.api.retraining.RetrainMode;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * A request of a person or a program to a retraining; the next tick answers it. Requests about a
 * version name it, so that a request means later what it meant when it was made.
 *
 * @param id unique; a request repeated under one id is one request
 * @param verb what is requested
 * @param mode how much is trained, for {@link Verb#RETRAIN}
 * @param reason why, not blank
 * @param at when it was made
 * @param by who makes it; required for {@link Verb#APPROVE} and {@link Verb#REJECT}
 * @param version what it is about; empty for {@link Verb#RETRAIN} and {@link Verb#RESUME}, and
 *     where it is about whatever is live or rolled out as it is made
 * @param byProgram whether a program makes it, which guards hold back as they do a trigger
 */
public record RetrainingRequest(
    String id,
    Verb verb,
    RetrainMode mode,
    String reason,
    Instant at,
    Optional<String> by,
    Optional<String> version,
    boolean byProgram) {

  /** What can be requested. */
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
    /** The end of the version that is rolled out, or the way back of the live one. */
    ROLL_BACK
  }

  private static final Shape<RetrainingRequest> SHAPE = makeShape();

  /** Checks that there is a reason. */
  public RetrainingRequest {
    requireNonNull(id);
    requireNonNull(verb);
    requireNonNull(mode);
    requireNonNull(at);
    requireNonNull(version);
    if (reason.isBlank()) {
      throw new IllegalArgumentException("a request needs a reason");
    }
    boolean signed = by.filter(name -> !name.isBlank()).isPresent();
    if ((verb == Verb.APPROVE || verb == Verb.REJECT) && !signed) {
      throw new IllegalArgumentException(
          "an approval and a rejection need the name of who decides");
    }
  }

  /** Creates a request of a person who is not named. */
  public RetrainingRequest(String id, Verb verb, RetrainMode mode, String reason, Instant at) {
    this(id, verb, mode, reason, at, Optional.empty());
  }

  /** Creates a request of a person about whatever is live or rolled out as it is made. */
  public RetrainingRequest(
      String id, Verb verb, RetrainMode mode, String reason, Instant at, Optional<String> by) {
    this(id, verb, mode, reason, at, by, Optional.empty(), false);
  }

  /** Returns the same request about a version. */
  public RetrainingRequest about(String subject) {
    return new RetrainingRequest(id, verb, mode, reason, at, by, Optional.of(subject), byProgram);
  }

  /** Returns the same request as one of a program. */
  public RetrainingRequest ofProgram() {
    return new RetrainingRequest(id, verb, mode, reason, at, by, version, true);
  }

  /** Returns whether it is about a version that has been under way since a time. */
  boolean isAbout(String subject, Instant since) {
    return version.map(subject::equals).orElseGet(() -> !at.isBefore(since));
  }

  /** Its name in a sentence, such as {@code roll back version 2}. */
  String words() {
    return verb.name().toLowerCase(Locale.ROOT).replace('_', ' ')
        + version.map(subject -> " version " + subject).orElse("");
  }

  /** Returns the document form. */
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
    var by = all.maybe("by", Shapes.text(), RetrainingRequest::by, "who makes it");
    var version = all.maybe("version", Shapes.text(), RetrainingRequest::version, "it is about");
    var program =
        all.optional(
            "byProgram", Shapes.bool(), false, RetrainingRequest::byProgram, "made by a program");
    return all.build(
        f ->
            new RetrainingRequest(
                f.get(id),
                f.get(verb),
                f.get(mode),
                f.get(reason),
                f.get(at),
                f.find(by),
                f.find(version),
                f.get(program)));
  }
}
