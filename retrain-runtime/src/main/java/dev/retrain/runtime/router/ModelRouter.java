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
 * counts what each did: the target {@link Target.InProcess}. Versions are swapped without a pause,
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
 * <p>Thread-safe. It routes in this process; {@link #join} lets several processes roll out
 * together.
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
   * A router to be.
   *
   * @param name as {@link Target#inProcess} names it
   * @param hosting loads and frees the application's models
   */
  public static <M> Builder<M> named(String name, ModelHosting<M> hosting) {
    return new Builder<>(name, hosting);
  }

  /** What a rollout calls this router. */
  public Target target() {
    return Target.inProcess(name);
  }

  /** What sets its traffic; closing it leaves the router as it is. */
  public Deployer deployer() {
    return versions;
  }

  /**
   * This router as one node of an application, its traffic set by {@link RouterNodes} for all of
   * them. Whoever joins does not use {@link #deployer}.
   *
   * @param node a name of its own, the same after a restart
   */
  public RouterNode join(StateStore store, String node) {
    return new RouterNode(name, node, versions, store, clock);
  }

  /**
   * Begins a call by the version of a key; to be closed.
   *
   * @param key the same key stays on its version as long as the version's share does not fall
   * @throws TransientFailure if nothing has traffic yet
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
   * Begins a call of every version that shall see a copy of this key's calls, mostly none; each is
   * to be closed, and what it says is not to be used. A shadow rollout is judged by them.
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

  void note(String id, String version, Map<String, ?> features, double score) {
    feedback.ifPresent(to -> to.prediction(id, version, features, score, clock.instant()));
    versions.count(join.prediction(id, version, score));
  }

  /**
   * Notes what really happened; may come before its prediction, late, or twice.
   *
   * @param label finite
   */
  public void outcome(String id, double label) {
    feedback.ifPresent(to -> to.outcome(id, label, clock.instant()));
    versions.count(join.outcome(id, label));
  }

  /** Lets no further call in, waits for those that run, and frees all models. */
  @Override
  public void close() {
    versions.shutDown();
  }

  /** The settings of a router. */
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

    /** Where predictions and outcomes are noted durably, besides being counted. */
    public Builder<M> feedback(Feedback to) {
      this.feedback = to;
      return this;
    }

    /** How many predictions wait for their outcome, 200 bytes each; 100,000 by default. */
    public Builder<M> rememberedPredictions(int count) {
      this.rememberedPredictions = count;
      return this;
    }

    /** How long retiring waits for a version's last calls; 10 seconds by default. */
    public Builder<M> drainWithin(Duration time) {
      this.drain = time;
      return this;
    }

    /** What outcomes are turned into; {@link OutcomeMetric#binary()} by default. */
    public Builder<M> metrics(Map<String, OutcomeMetric> byName) {
      this.metrics = Map.copyOf(byName);
      return this;
    }

    /** The clock; the system's by default. */
    public Builder<M> clock(Clock time) {
      this.clock = time;
      return this;
    }

    /** Makes the router; it has no traffic until its deployer is told. */
    public ModelRouter<M> build() {
      return new ModelRouter<>(this);
    }
  }
}
