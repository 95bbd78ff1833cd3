package dev.retrain.serving;

import dev.retrain.api.metric.Percent;
import dev.retrain.api.registry.ApprovedModel;
import dev.retrain.api.registry.ModelVersion;
import dev.retrain.spi.deploy.Deployer;
import dev.retrain.spi.deploy.HealthQuery;
import dev.retrain.spi.deploy.Traffic;
import dev.retrain.spi.deploy.TrafficSplit;
import dev.retrain.spi.deploy.VersionHealth;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Hosts the versions of one model in one process and splits traffic between them: the deployer of
 * every target that serves in its own JVM.
 *
 * <p>Thread-safe. Changes exclude one another and are stored before they become visible; requests
 * read one volatile reference to an immutable table, so that a change of traffic blocks no request
 * and every request is served by exactly one version.
 *
 * @param <M> a loaded model
 */
public final class HostedVersions<M> implements Deployer {

  private record Routes<M>(
      TrafficSplit split, KeyRouting routing, Map<String, HostedVersion<M>> versions) {}

  private final ModelHosting<M> hosting;
  private final Map<String, OutcomeMetric> metrics;
  private final Consumer<HostedState> store;
  private final Duration drain;
  private final Map<String, HostedVersion<M>> versions = new ConcurrentHashMap<>();
  private volatile @Nullable Routes<M> routes;

  /**
   * Creates a host with no version and no traffic.
   *
   * @param hosting loads and frees models
   * @param metrics metric name to its computation from score and label
   * @param store receives the state before every change becomes visible; an exception rejects the
   *     change
   * @param drain how long retiring waits for a version's last requests
   */
  public HostedVersions(
      ModelHosting<M> hosting,
      Map<String, OutcomeMetric> metrics,
      Consumer<HostedState> store,
      Duration drain) {
    this.hosting = hosting;
    this.metrics = Map.copyOf(metrics);
    this.store = store;
    this.drain = drain;
  }

  /** Restores a stored state: versions load again, counts continue, traffic applies at once. */
  public synchronized List<HostedVersion<M>> restore(HostedState state) {
    state.versions().values().forEach(kept -> host(kept.model(), kept.health()));
    state.traffic().ifPresent(this::apply);
    return List.copyOf(versions.values());
  }

  @Override
  public synchronized void prepare(ApprovedModel model) {
    ModelVersion requested = model.version();
    HostedVersion<M> hosted = versions.get(requested.version());
    if (hosted != null) {
      requireSame(hosted, requested);
      if (hosted.startReloading()) {
        load(hosted);
      }
      return;
    }
    store.accept(state().with(new HostedState.Kept(requested, VersionHealth.ABSENT)));
    host(requested, VersionHealth.ABSENT);
  }

  private void requireSame(HostedVersion<M> hosted, ModelVersion requested) {
    ModelVersion registered = hosted.registered();
    if (!registered.model().equals(requested.model())
        || !registered.artifact().equals(requested.artifact())) {
      throw HostingRefusals.anotherModel(requested, registered);
    }
    if (hosted.isRetiring()) {
      throw HostingRefusals.retiring(requested);
    }
  }

  private void host(ModelVersion model, VersionHealth earlier) {
    HostedVersion<M> version =
        new HostedVersion<>(model, new VersionCounter(metrics, earlier), hosting);
    versions.put(model.version(), version);
    load(version);
  }

  private void load(HostedVersion<M> version) {
    Thread thread = new Thread(version::load, "retrain-load-" + version.registered());
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public synchronized void route(TrafficSplit split) {
    Stream.concat(split.live().entrySet().stream(), split.mirrored().entrySet().stream())
        .filter(entry -> entry.getValue().value() > 0)
        .forEach(entry -> requireReady(entry.getKey(), split));
    store.accept(state().withTraffic(split));
    apply(split);
  }

  private void requireReady(String name, TrafficSplit split) {
    HostedVersion<M> version = versions.get(name);
    if (version == null) {
      throw HostingRefusals.notReady(split, name, "was never prepared");
    }
    if (!version.isReady()) {
      String why = version.problem().map(text -> " (" + text + ")").orElse("");
      throw HostingRefusals.notReady(split, name, "is not ready" + why);
    }
  }

  private void apply(TrafficSplit split) {
    routes = new Routes<>(split, KeyRouting.of(split), new HashMap<>(versions));
  }

  @Override
  public Optional<Traffic> traffic() {
    return split().map(Traffic.Settled::new);
  }

  @Override
  public Optional<TrafficSplit> split() {
    Routes<M> now = routes;
    return now == null ? Optional.empty() : Optional.of(now.split());
  }

  @Override
  public Map<String, VersionHealth> health(HealthQuery query) {
    Map<String, VersionHealth> health = new TreeMap<>();
    versions.forEach((name, version) -> health.put(name, version.health()));
    return health;
  }

  @Override
  public Optional<String> problem(String version) {
    return version(version).flatMap(HostedVersion::problem);
  }

  @Override
  public void retire(String version) {
    HostedVersion<M> leaving = leaving(version);
    if (leaving == null) {
      return;
    }
    if (!leaving.drain(drain)) {
      throw HostingRefusals.stillAnswers(version, drain, leaving.inProgress());
    }
    remove(leaving);
  }

  private synchronized @Nullable HostedVersion<M> leaving(String version) {
    split()
        .filter(split -> hasTraffic(split, version))
        .ifPresent(
            split -> {
              throw HostingRefusals.hasTraffic(version, split);
            });
    HostedVersion<M> leaving = versions.get(version);
    if (leaving != null) {
      // Under the lock, so that no later route can include it.
      leaving.refuse();
    }
    return leaving;
  }

  private static boolean hasTraffic(TrafficSplit split, String version) {
    return split.share(version).value() > 0
        || split.mirrored().getOrDefault(version, Percent.NONE).value() > 0;
  }

  private synchronized void remove(HostedVersion<M> leaving) {
    String name = leaving.registered().version();
    if (versions.get(name) == leaving) {
      store.accept(state().without(name));
      versions.remove(name);
      leaving.release();
    }
  }

  /**
   * Starts a request of a key at its version; the caller must {@link HostedVersion#leave} it. Empty
   * before the first route.
   */
  @SuppressWarnings("ReferenceEquality") // Compares identity: the same table, not an equal one.
  public Optional<HostedVersion<M>> enter(String key) {
    while (true) {
      Routes<M> now = routes;
      if (now == null) {
        return Optional.empty();
      }
      HostedVersion<M> version = now.versions().get(now.routing().version(key));
      if (version != null && version.enter()) {
        return Optional.of(version);
      }
      if (routes == now) {
        return Optional.empty();
      }
      // Retired since the table was read, so there is a newer table without it.
    }
  }

  /** Starts the mirrored copies of a key's request; the caller must leave each version. */
  public List<HostedVersion<M>> enterMirrors(String key) {
    Routes<M> now = routes;
    List<String> names = now == null ? List.of() : now.routing().mirrors(key);
    if (names.isEmpty()) {
      return List.of();
    }
    List<HostedVersion<M>> entered = new ArrayList<>(names.size());
    for (String name : names) {
      HostedVersion<M> version = versions.get(name);
      if (version != null && version.enter()) {
        entered.add(version);
      }
    }
    return entered;
  }

  /** Returns whether every version with live traffic can answer; false before the first route. */
  public boolean isServing() {
    Routes<M> now = routes;
    return now != null
        && now.split().live().entrySet().stream()
            .filter(entry -> entry.getValue().value() > 0)
            .allMatch(entry -> version(entry.getKey()).filter(HostedVersion::isReady).isPresent());
  }

  /** Returns a version that was prepared and not retired. */
  public Optional<HostedVersion<M>> version(String name) {
    return Optional.ofNullable(versions.get(name));
  }

  /** Counts an outcome for every hosted version whose prediction it completes. */
  public void count(List<PredictionJoin.Joined> joined) {
    for (PredictionJoin.Joined outcome : joined) {
      version(outcome.version())
          .ifPresent(version -> version.counter().outcome(outcome.score(), outcome.label()));
    }
  }

  /** Returns the current state. */
  public HostedState state() {
    Map<String, HostedState.Kept> kept = new TreeMap<>();
    versions.forEach(
        (name, version) ->
            kept.put(name, new HostedState.Kept(version.registered(), version.health())));
    return new HostedState(kept, split());
  }

  /** Stores the current counts. */
  public synchronized void checkpoint() {
    store.accept(state());
  }

  /** Does nothing: the owner of the process stops the versions with {@link #shutDown}. */
  @Override
  public void close() {}

  /** Rejects further requests, waits for those in progress, and frees all models. */
  public synchronized void shutDown() {
    routes = null;
    versions.values().forEach(version -> version.drain(drain));
    versions.values().forEach(HostedVersion::release);
  }
}
