package dev.retrain.backend.local.endpoint;

import dev.retrain.api.source.Feedback;
import dev.retrain.serving.HostedVersion;
import dev.retrain.serving.HostedVersions;
import dev.retrain.serving.PredictionJoin;
import dev.retrain.serving.PredictionJoin.Joined;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.microhttp.Request;
import org.microhttp.Response;

/**
 * Answers {@code POST /predict} and {@code POST /outcome}.
 *
 * <p>A prediction is counted before its answer leaves, so that whoever has the answer finds it
 * counted.
 */
final class Predictions {

  static final String KEY_HEADER = "X-Retrain-Key";
  static final String ID_HEADER = "X-Retrain-Id";
  private static final int MOST_ERROR_TEXT = 200;

  private final HostedVersions<ServedModel> table;
  private final PredictionJoin join;
  private final ShadowQueue shadow;
  private final Optional<Feedback> feedback;
  private final Clock clock;
  private final RequestIds ids;

  Predictions(
      HostedVersions<ServedModel> table,
      PredictionJoin join,
      ShadowQueue shadow,
      Optional<Feedback> feedback,
      Clock clock) {
    this.table = table;
    this.join = join;
    this.shadow = shadow;
    this.feedback = feedback;
    this.clock = clock;
    this.ids = new RequestIds(clock);
  }

  Response answer(Request request, long since) throws BadRequest {
    if (!request.method().equals("POST")) {
      return Answer.error(405, request.uri() + " takes POST");
    }
    return request.uri().equals("/predict") ? predict(request, since) : outcome(request);
  }

  /**
   * Predicts by the version of the request's key.
   *
   * @param since when the request arrived, by {@link System#nanoTime()}
   */
  private Response predict(Request request, long since) throws BadRequest {
    String id = ids.of(request.header(ID_HEADER));
    String key = request.header(KEY_HEADER);
    Map<String, Object> features = RequestJson.object(request.body());
    String sticky = key == null ? id : key;
    Optional<HostedVersion<ServedModel>> version = table.enter(sticky);
    if (version.isEmpty()) {
      return Answer.error(503, "no version has traffic yet");
    }
    Response answer;
    try {
      answer = answer(version.get(), id, features, since);
    } finally {
      version.get().leave();
    }
    table.enterMirrors(sticky).forEach(mirror -> mirror(mirror, id, features));
    return answer;
  }

  private Response answer(
      HostedVersion<ServedModel> version, String id, Map<String, Object> features, long since) {
    double score;
    try {
      score = score(version, features);
    } catch (Exception | LinkageError e) {
      version.counter().failed(elapsed(since));
      return Answer.error(
          version.isReady() ? 500 : 503,
          "version " + version.registered().version() + " failed: " + words(e));
    }
    version.counter().answered(elapsed(since));
    note(version, id, features, score);
    return Answer.prediction(id, score, version.registered().version());
  }

  private void mirror(HostedVersion<ServedModel> version, String id, Map<String, Object> features) {
    if (!shadow.offer(() -> copy(version, id, features))) {
      version.leave();
    }
  }

  private void copy(HostedVersion<ServedModel> version, String id, Map<String, Object> features) {
    long since = System.nanoTime();
    try {
      double score = score(version, features);
      version.counter().answered(elapsed(since));
      table.count(join.prediction(id, version.registered().version(), score));
    } catch (Exception | LinkageError e) {
      version.counter().failed(elapsed(since));
    } finally {
      version.leave();
    }
  }

  private void note(
      HostedVersion<ServedModel> version, String id, Map<String, Object> features, double score) {
    String name = version.registered().version();
    feedback.ifPresent(to -> to.prediction(id, name, features, score, clock.instant()));
    table.count(join.prediction(id, name, score));
  }

  /** Joins an outcome with the predictions of its id. */
  private Response outcome(Request request) throws BadRequest {
    Map<String, Object> body = RequestJson.object(request.body());
    if (!(body.get("id") instanceof String text)) {
      throw new BadRequest("an outcome has an id and a finite label");
    }
    String id = RequestIds.checked("prediction id", text);
    double label = label(body.get("label"));
    feedback.ifPresent(to -> to.outcome(id, label, clock.instant()));
    List<Joined> joined = join.outcome(id, label);
    table.count(joined);
    return Answer.ok("{\"joined\":" + joined.size() + "}");
  }

  private static double label(@Nullable Object value) throws BadRequest {
    if (value instanceof Boolean truth) {
      return truth ? 1 : 0;
    }
    if (value instanceof Number number && Double.isFinite(number.doubleValue())) {
      return number.doubleValue();
    }
    throw new BadRequest("an outcome has an id and a finite label");
  }

  private static double score(HostedVersion<ServedModel> version, Map<String, Object> features)
      throws Exception {
    double score =
        version
            .model()
            .orElseThrow(() -> new IllegalStateException("it is not loaded"))
            .score(features);
    if (!Double.isFinite(score)) {
      throw new ArithmeticException("the score is " + score);
    }
    return score;
  }

  private static Duration elapsed(long since) {
    return Duration.ofNanos(System.nanoTime() - since);
  }

  private static String words(Throwable cause) {
    String text = cause.getClass().getSimpleName() + ": " + cause.getMessage();
    return text.length() <= MOST_ERROR_TEXT ? text : text.substring(0, MOST_ERROR_TEXT);
  }
}
