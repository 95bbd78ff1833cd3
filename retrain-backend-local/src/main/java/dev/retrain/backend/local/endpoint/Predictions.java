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
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.microhttp.Request;
import org.microhttp.Response;

/**
 * Answers {@code POST /predict} and {@code POST /outcome}.
 *
 * <p>A prediction is counted before its answer leaves, so that a client that has the answer finds
 * it counted. Whatever a model throws, an {@code Error} included, is an error of its version.
 */
final class Predictions {

  static final String KEY_HEADER = "X-Retrain-Key";
  static final String ID_HEADER = "X-Retrain-Id";

  private static final int MOST_ERROR_TEXT = 200;
  private static final int MOST_STUCK_COPIES = 2;

  private final HostedVersions<ServedModel> table;
  private final PredictionJoin join;
  private final Lanes lanes;
  private final ShadowQueue shadow;
  private final Optional<Feedback> feedback;
  private final OutcomeLabels labels;
  private final Clock clock;
  private final RequestIds ids;

  Predictions(
      HostedVersions<ServedModel> table,
      PredictionJoin join,
      Lanes lanes,
      ShadowQueue shadow,
      Optional<Feedback> feedback,
      OutcomeLabels labels,
      Clock clock) {
    this.table = table;
    this.join = join;
    this.lanes = lanes;
    this.shadow = shadow;
    this.feedback = feedback;
    this.labels = labels;
    this.clock = clock;
    this.ids = new RequestIds(clock);
  }

  /**
   * Predicts by the version of the request's key: chooses it on the calling thread and hands the
   * request to the version's own.
   *
   * @param since when the request arrived, by {@link System#nanoTime()}
   * @param callback is called once, whatever happens
   */
  void predict(Request request, long since, Consumer<Response> callback) throws BadRequest {
    if (!request.method().equals("POST")) {
      callback.accept(Answer.error(405, request.uri() + " takes POST"));
      return;
    }
    String id = ids.of(request.header(ID_HEADER));
    String key = request.header(KEY_HEADER);
    String sticky = key == null ? id : key;
    Optional<HostedVersion<ServedModel>> version = table.enter(sticky);
    if (version.isEmpty()) {
      callback.accept(Answer.error(503, "no version has traffic yet"));
      return;
    }
    Lane lane = lanes.of(version.get());
    Prediction call =
        new Prediction(lane, new Asked(request, id, sticky, since), version.get(), callback);
    if (lanes.limits().threads() == 0) {
      lane.take();
      call.run();
    } else if (!lane.submit(call)) {
      version.get().leave();
      lanes.refuse();
      callback.accept(Answer.TOO_MANY);
    }
  }

  /** A request for a prediction. */
  private record Asked(Request request, String id, String sticky, long since) {}

  /** A live request, which is late from when it arrived. */
  private final class Prediction extends Call {
    private final Lane lane;
    private final Asked asked;
    private final HostedVersion<ServedModel> version;
    private final Consumer<Response> callback;

    Prediction(
        Lane lane, Asked asked, HostedVersion<ServedModel> version, Consumer<Response> callback) {
      this.lane = lane;
      this.asked = asked;
      this.version = version;
      this.callback = callback;
    }

    @Override
    boolean isLate(long now, long afterNanos) {
      return now - asked.since() > afterNanos;
    }

    @Override
    void work() {
      Map<String, Object> features;
      try {
        features = RequestJson.object(asked.request().body());
      } catch (BadRequest e) {
        if (claim()) {
          end(Answer.error(400, String.valueOf(e.getMessage())));
        }
        return;
      }
      Response answer = answer(features);
      if (answer != null) {
        end(answer);
        table.enterMirrors(asked.sticky()).forEach(mirror -> mirror(mirror, asked.id(), features));
      }
    }

    /** Returns nothing where the call was late. */
    private @Nullable Response answer(Map<String, Object> features) {
      double score;
      try {
        score = score(version, features);
      } catch (Throwable e) {
        return claim() ? failed(e) : null;
      }
      if (!claim()) {
        return null;
      }
      version.counter().answered(elapsed(asked.since()));
      try {
        note(version, asked.id(), features, score);
      } catch (RuntimeException e) {
        EndpointLog.unexpected("noting the prediction " + asked.id(), e);
        return Answer.error(500, e.getClass().getSimpleName());
      }
      return Answer.prediction(asked.id(), score, version.registered().version());
    }

    private Response failed(Throwable e) {
      version.counter().failed(elapsed(asked.since()));
      return Answer.error(
          version.isReady() ? 500 : 503,
          "version " + version.registered().version() + " failed: " + words(e));
    }

    @Override
    void endLate() {
      version.counter().failed(elapsed(asked.since()));
      end(
          Answer.error(
              503,
              "version "
                  + version.registered().version()
                  + " did not answer within "
                  + lanes.limits().answerWithin()));
    }

    private void end(Response answer) {
      version.leave();
      lane.ended();
      callback.accept(answer);
    }
  }

  private void mirror(HostedVersion<ServedModel> version, String id, Map<String, Object> features) {
    // A model that waits for another process would hold up the copies of all other versions.
    boolean waits = version.model().filter(ModelProcess.class::isInstance).isPresent();
    Copy copy = new Copy(version, id, features, waits);
    boolean taken =
        waits ? shadow.hasRoom() && (copy.lane.submit(copy) || shadow.drop()) : shadow.offer(copy);
    if (!taken) {
      version.leave();
    }
  }

  /** A copy of a request for a shadow, which is late from when its turn came: it may wait long. */
  private final class Copy extends Call {
    private final HostedVersion<ServedModel> version;
    private final Lane lane;
    private final String id;
    private final Map<String, Object> features;
    private final boolean isOnLane;
    private volatile long started;

    Copy(
        HostedVersion<ServedModel> version,
        String id,
        Map<String, Object> features,
        boolean isOnLane) {
      this.isOnLane = isOnLane;
      this.version = version;
      this.lane = lanes.of(version);
      this.id = id;
      this.features = features;
    }

    @Override
    boolean isLate(long now, long afterNanos) {
      long from = started;
      return from != 0 && now - from > afterNanos;
    }

    @Override
    void work() {
      long since = System.nanoTime();
      started = since;
      if (lane.stuckCopies().get() >= MOST_STUCK_COPIES) {
        if (claim()) {
          endLate();
          lane.stuckCopies().decrementAndGet();
        }
        return;
      }
      try {
        double score = score(version, features);
        if (claim()) {
          version.counter().answered(elapsed(since));
          table.count(join.prediction(id, version.registered().version(), score));
          end();
          return;
        }
      } catch (Throwable e) {
        if (claim()) {
          version.counter().failed(elapsed(since));
          end();
          return;
        }
      }
      lane.stuckCopies().decrementAndGet(); // it was late, and returned after all
    }

    @Override
    void endLate() {
      lane.stuckCopies().incrementAndGet();
      version.counter().failed(elapsed(started));
      end();
    }

    private void end() {
      version.leave();
      if (isOnLane) {
        lane.ended();
      }
    }
  }

  private void note(
      HostedVersion<ServedModel> version, String id, Map<String, Object> features, double score) {
    String name = version.registered().version();
    feedback.ifPresent(to -> to.prediction(id, name, features, score, clock.instant()));
    table.count(join.prediction(id, name, score));
  }

  /** Joins an outcome with the predictions of its id. */
  Response outcome(Request request) throws BadRequest {
    if (!request.method().equals("POST")) {
      return Answer.error(405, request.uri() + " takes POST");
    }
    Map<String, Object> body = RequestJson.object(request.body());
    if (!(body.get("id") instanceof String text)) {
      throw new BadRequest("an outcome has an id and a label");
    }
    String id = RequestIds.checked("prediction id", text);
    double label = labels.of(body.get("label"));
    feedback.ifPresent(to -> to.outcome(id, label, clock.instant()));
    List<Joined> joined = join.outcome(id, label);
    table.count(joined);
    return Answer.ok("{\"joined\":" + joined.size() + "}");
  }

  private static double score(HostedVersion<ServedModel> version, Map<String, Object> features)
      throws Exception {
    double score =
        version
            .model()
            .orElseThrow(() -> new IllegalStateException("it is not loaded"))
            .score(features);
    if (!OutcomeLabels.isUsable(score)) {
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
