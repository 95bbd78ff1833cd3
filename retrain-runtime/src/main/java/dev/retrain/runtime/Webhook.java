package dev.retrain.runtime;

import static java.util.Objects.requireNonNull;

import dev.retrain.api.document.DocumentReader;
import dev.retrain.api.document.Documents;
import dev.retrain.api.document.ObjectShape;
import dev.retrain.api.document.Shape;
import dev.retrain.api.document.Shapes;
import dev.retrain.api.error.InvalidDefinitionException;
import dev.retrain.api.retraining.RetrainMode;
import dev.retrain.runtime.phase.RetrainingRequest;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Turns a signed event into a request for a run, for any HTTP server to call. The body is {@code
 * {"id": "...", "event": "performance-alert", "retraining": "flights", "reason": "...", "at":
 * "2001-02-03T04:05:06Z"}}, its signature {@code sha256=} and the HMAC-SHA256 of the body's bytes
 * in hexadecimal. An event sent twice with one id is one request; one that was sent {@link
 * #REPLAY_WINDOW} ago or earlier is refused, which prevents replays of old ones, and so is a body
 * longer than {@link #MOST_BYTES}: a server need not read on. Thread-safe.
 */
public final class Webhook {

  private static final String ALGORITHM = "HmacSHA256";
  private static final String PREFIX = "sha256=";

  /** What became of an event. */
  public enum Answer {
    /** The next tick answers it. */
    ACCEPTED,
    /** The signature is not that of the body. */
    FORGED,
    /** It was sent too long ago, or is said to be sent in the future. */
    STALE,
    /**
     * The body is no event or too long, or its kind asks for nothing, or the retraining is none of
     * the retrainer whose requests this is.
     */
    REFUSED
  }

  /** How long a body may be. */
  public static final int MOST_BYTES = 64 * 1024;

  /** How far the time of an event may lie from the clock. */
  public static final Duration REPLAY_WINDOW = Duration.ofMinutes(5);

  private record Event(String id, String kind, String retraining, String reason, Instant at) {
    static final Shape<Event> SHAPE = makeShape();

    private static Shape<Event> makeShape() {
      ObjectShape.Builder<Event> all = ObjectShape.named("Event");
      var id = all.required("id", Shapes.text(), Event::id, "unique");
      var kind = all.required("event", Shapes.text(), Event::kind, "what happened");
      var retraining = all.required("retraining", Shapes.text(), Event::retraining, "whose");
      var reason = all.required("reason", Shapes.text(), Event::reason, "why");
      var at = all.required("at", Shapes.instant(), Event::at, "when it was sent");
      return all.build(
          f -> new Event(f.get(id), f.get(kind), f.get(retraining), f.get(reason), f.get(at)));
    }
  }

  private final RequestQueue requests;
  private final Clock clock;
  private final SecretKeySpec secret;
  private final Map<String, RetrainMode> modes;

  /**
   * A webhook.
   *
   * @param secret shared with the sender, not empty; copied
   * @param modes kind of event to how much is trained
   */
  public Webhook(
      RequestQueue requests, Clock clock, byte[] secret, Map<String, RetrainMode> modes) {
    this.requests = requireNonNull(requests);
    this.clock = requireNonNull(clock);
    this.secret = new SecretKeySpec(secret, ALGORITHM);
    this.modes = Collections.unmodifiableMap(new TreeMap<>(modes));
  }

  /**
   * Takes an event.
   *
   * @param body as it was received; refused where there is none
   * @param signature as the sender gave it; forged where there is none
   */
  public Answer accept(byte @Nullable [] body, @Nullable String signature) {
    if (body == null || body.length > MOST_BYTES) {
      return Answer.REFUSED;
    }
    if (signature == null) {
      return Answer.FORGED;
    }
    byte[] expected = (PREFIX + hmac(body)).getBytes(StandardCharsets.US_ASCII);
    if (!MessageDigest.isEqual(expected, signature.getBytes(StandardCharsets.US_ASCII))) {
      return Answer.FORGED;
    }
    try {
      Event event =
          DocumentReader.of(
              Event.SHAPE,
              Documents.parse(new String(body, StandardCharsets.UTF_8), "the event"),
              "the event");
      if (!isFresh(event)) {
        return Answer.STALE;
      }
      RetrainMode mode = modes.get(event.kind());
      if (mode == null || event.reason().isBlank() || !requests.isRead(event.retraining())) {
        return Answer.REFUSED;
      }
      requests.put(
          event.retraining(),
          new RetrainingRequest(
                  "event:" + event.id(),
                  RetrainingRequest.Verb.RETRAIN,
                  mode,
                  event.reason(),
                  clock.instant())
              .ofProgram());
      return Answer.ACCEPTED;
    } catch (InvalidDefinitionException e) {
      return Answer.REFUSED;
    }
  }

  private boolean isFresh(Event event) {
    Duration age = Duration.between(event.at(), clock.instant()).abs();
    return age.compareTo(REPLAY_WINDOW) < 0;
  }

  private String hmac(byte[] body) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(secret);
      return HexFormat.of().formatHex(mac.doFinal(body));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
    }
  }
}
