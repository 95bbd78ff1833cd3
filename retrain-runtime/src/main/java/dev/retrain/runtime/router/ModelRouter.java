package dev.retrain.runtime.router;

import static java.util.Objects.requireNonNull;

import dev.retrain.api.error.TransientFailure;
import dev.retrain.api.rollout.Target;
import dev.retrain.api.source.Feedback;
import dev.retrain.serving.HostedVersion;
import dev.retrain.serving.HostedVersions;
import dev.retrain.serving.ModelHosting;
import dev.retrain.serving.OutcomeMetric;
import dev.retrain.serving.PredictionJoin;
import dev.retrain.spi.deploy.Deployer;
import dev.retrain.spi.state.StateStore;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Splits the calls of one application process between versions of a model that it loads itself, and
 * counts their answers: the target {@link Target.InProcess}. Versions are replaced without a pause,
 * and a version is freed only after its last call.
 *
 * <pre>{@code
 * try (Call<Forest> call = router.choose(customer)) {
 *   double score = call.model().score(features);
 *   call.predicted(requestId, features, score);
 *   return score;
 * }
 * }</pre>
 *
 * <p>Thread-safe. It routes in this process; {@link #join} connects the routers of several
 * processes.
 *
 * @param <M> the application's model
 */
public final class ModelRouter<M> implements AutoCloseable {

  private final String name;
  private final HostedVersions<M> versions;
  private final PredictionJoin join;
  private final Optional<Feedback> feedback;
  private final Clock clock;

  private ModelRouter(Builder<M> settings) {
    this.name = settings.name;
    this.versions =
        new HostedVersions<>(settings.hosting, settings.metrics, state -> {}, settings.drain);
    this.join = new PredictionJoin(settings.rememberedPredictions);
    this.feedback = Optional.ofNullable(settings.feedback);
    this.clock = settings.clock;
  }

  /**
   * Starts the configuration of a router.
   *
   * @param name name of the target, as in {@link Target#inProcess}
   * @param hosting loads and frees the application's models
   */
  public static <M> Builder<M> named(String name, ModelHosting<M> hosting) {
    return new Builder<>(name, hosting);
  }

  /** Returns the target that stands for this router. */
  public Target target() {
    return Target.inProcess(name);
  }

  /** Returns the deployer that sets its traffic; closing it does not close the router. */
  public Deployer deployer() {
    return versions;
  }

  /**
   * Returns this router as one node of an application, whose traffic {@link RouterNodes} sets for
   * all nodes. {@link #deployer} must not be used then.
   *
   * @param node unique name of the node, the same after a restart
   */
  public RouterNode join(StateStore store, String node) {
    return new RouterNode(name, node, versions, store, clock);
  }

  /**
   * Starts a call at the version of a key; the caller closes it.
   *
   * @param key a key stays with its version as long as the version's share does not fall
   * @throws TransientFailure if no version has traffic yet
   */
  public RoutedCall<M> choose(String key) {
    HostedVersion<M> version =
        versions
            .enter(key)
            .orElseThrow(() -> new TransientFailure("router " + name + " has no traffic yet"));
    Optional<M> model = version.model();
    if (model.isEmpty()) {
      version.leave();
      throw new TransientFailure("router " + name + " has been closed");
    }
    return new RoutedCall<>(this, version, model.get());
  }

  /**
   * Starts a call of every version that receives a copy of this key's calls, usually none; the
   * caller closes each and ignores its answer. A shadow rollout compares them.
   */
  public List<RoutedCall<M>> shadows(String key) {
    return versions.enterMirrors(key).stream()
        .flatMap(
            version -> {
              Optional<M> model = version.model();
              if (model.isEmpty()) {
                version.leave();
              }
              return model.map(loaded -> new RoutedCall<>(this, version, loaded)).stream();
            })
        .toList();
  }

  void record(String id, String version, Map<String, ?> features, double score) {
    feedback.ifPresent(to -> to.prediction(id, version, features, score, clock.instant()));
    versions.count(join.prediction(id, version, score));
  }

  /**
   * Records the outcome of a prediction; may arrive before its prediction, late, or twice.
   *
   * @param label finite
   */
  public void outcome(String id, double label) {
    feedback.ifPresent(to -> to.outcome(id, label, clock.instant()));
    versions.count(join.outcome(id, label));
  }

  /** Rejects further calls, waits for those in progress, and frees all models. */
  @Override
  public void close() {
    versions.shutDown();
  }

  /** Configures a router. */
  public static final class Builder<M> {

    private final String name;
    private final ModelHosting<M> hosting;
    private @Nullable Feedback feedback;
    private int rememberedPredictions = 100_000;
    private Duration drain = Duration.ofSeconds(10);
    private Map<String, OutcomeMetric> metrics = OutcomeMetric.binary();
    private Clock clock = Clock.systemUTC();

    private Builder(String name, ModelHosting<M> hosting) {
      this.name = requireNonNull(name);
      this.hosting = requireNonNull(hosting);
    }

    /**
     * Sets where predictions and outcomes are stored, besides being counted; nowhere by default.
     */
    public Builder<M> feedback(Feedback to) {
      this.feedback = to;
      return this;
    }

    /** Sets how many predictions wait for their outcome, 200 bytes each; 100,000 by default. */
    public Builder<M> rememberedPredictions(int count) {
      this.rememberedPredictions = count;
      return this;
    }

    /** Sets how long retiring waits for a version's last calls; 10 seconds by default. */
    public Builder<M> drainWithin(Duration time) {
      this.drain = time;
      return this;
    }

    /** Sets the metrics computed from outcomes; {@link OutcomeMetric#binary()} by default. */
    public Builder<M> metrics(Map<String, OutcomeMetric> byName) {
      this.metrics = Map.copyOf(byName);
      return this;
    }

    /** Sets the clock; the system's by default. */
    public Builder<M> clock(Clock time) {
      this.clock = time;
      return this;
    }

    /** Creates the router; it has no traffic until its deployer routes some. */
    public ModelRouter<M> build() {
      return new ModelRouter<>(this);
    }
  }
}
