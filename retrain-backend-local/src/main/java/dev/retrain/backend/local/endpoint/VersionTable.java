package dev.retrain.backend.local.endpoint;

import dev.retrain.api.error.ConfigurationProblem;
import dev.retrain.api.error.FailureContext;
import dev.retrain.api.error.PermanentFailure;
import dev.retrain.api.error.TransientFailure;
import dev.retrain.api.metric.Percent;
import dev.retrain.api.registry.ModelVersion;
import dev.retrain.api.rollout.TrafficSplit;
import dev.retrain.api.rollout.VersionHealth;
import dev.retrain.api.serving.KeyRouting;
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
 * The versions of one endpoint and the traffic between them.
 *
 * <p>Changes exclude one another and are kept before they are seen; requests read one volatile
 * reference to an immutable table, so that a change of traffic holds up nobody and a request is
 * served by exactly one version.
 */
final class VersionTable {

  /** Makes the parts of a version. */
  interface Preparation {
    /** A version that loads in the background. */
    PreparedVersion begin(ModelVersion model, VersionHealth earlier);
  }

  private record Routes(
      TrafficSplit split, KeyRouting routing, Map<String, PreparedVersion> versions) {}

  private final Preparation preparation;
  private final Consumer<EndpointState> keeper;
  private final Duration drain;
  private final Map<String, PreparedVersion> versions = new ConcurrentHashMap<>();
  private volatile @Nullable Routes routes;

  VersionTable(Preparation preparation, Consumer<EndpointState> keeper, Duration drain) {
    this.preparation = preparation;
    this.keeper = keeper;
    this.drain = drain;
  }

  /** Brings back what was kept; versions load again, the traffic stands at once. */
  synchronized List<PreparedVersion> restore(EndpointState state) {
    state
        .versions()
        .forEach(
            (name, kept) -> versions.put(name, preparation.begin(kept.model(), kept.health())));
    state.traffic().ifPresent(this::show);
    return List.copyOf(versions.values());
  }

  synchronized void prepare(ModelVersion model) {
    PreparedVersion known = versions.get(model.version());
    if (known != null) {
      requireSame(known.model(), model);
      requireStaying(known);
      return;
    }
    keeper.accept(state().with(new EndpointState.Kept(model, VersionHealth.ABSENT)));
    versions.put(model.version(), preparation.begin(model, VersionHealth.ABSENT));
  }

  private static void requireSame(ModelVersion known, ModelVersion asked) {
    if (!known.model().equals(asked.model()) || !known.artifact().equals(asked.artifact())) {
      throw new ConfigurationProblem(
          "asked to prepare "
              + asked
              + " from "
              + asked.artifact()
              + ", but the endpoint holds "
              + known
              + " from "
              + known.artifact(),
          FailureContext.hint("retire that version first, or use one endpoint per model"),
          null);
    }
  }

  private static void requireStaying(PreparedVersion known) {
    if (known.isRetiring()) {
      throw new TransientFailure(
          "asked to prepare " + known.model() + ", which is being retired",
          FailureContext.hint("retire it to the end first"),
          null);
    }
  }

  synchronized void route(TrafficSplit split) {
    Stream.concat(split.live().entrySet().stream(), split.mirrored().entrySet().stream())
        .filter(entry -> entry.getValue().value() > 0)
        .forEach(entry -> requireReady(entry.getKey(), split));
    keeper.accept(state().withTraffic(split));
    show(split);
  }

  private void requireReady(String version, TrafficSplit split) {
    PreparedVersion prepared = versions.get(version);
    if (prepared != null && prepared.isReady()) {
      return;
    }
    String state =
        prepared == null
            ? "was never prepared"
            : "is not ready" + prepared.problem().map(why -> " (" + why + ")").orElse("");
    throw new PermanentFailure(
        "asked to route " + split + ", but version " + version + " " + state,
        FailureContext.hint("prepare it and wait until its health says ready"),
        null);
  }

  private void show(TrafficSplit split) {
    routes = new Routes(split, KeyRouting.of(split), new HashMap<>(versions));
  }

  Optional<TrafficSplit> traffic() {
    Routes now = routes;
    return now == null ? Optional.empty() : Optional.of(now.split());
  }

  void retire(String version) {
    PreparedVersion leaving = leaving(version);
    if (leaving == null) {
      return;
    }
    if (!leaving.drain(drain)) {
      throw new TransientFailure(
          "asked to retire version "
              + version
              + ", but after "
              + drain
              + " it still answers "
              + leaving.inside()
              + " requests",
          FailureContext.hint("ask again; it gets no new ones"),
          null);
    }
    remove(leaving);
  }

  private synchronized @Nullable PreparedVersion leaving(String version) {
    Optional<TrafficSplit> split = traffic();
    if (split.isPresent() && hasTraffic(split.get(), version)) {
      throw new PermanentFailure(
          "asked to retire version " + version + ", which has traffic: " + split.get(),
          FailureContext.hint("route its traffic to another version first"),
          null);
    }
    PreparedVersion leaving = versions.get(version);
    if (leaving != null) {
      // Under the lock, so that no route can name it any more.
      leaving.drain(Duration.ZERO);
    }
    return leaving;
  }

  private synchronized void remove(PreparedVersion leaving) {
    if (versions.get(leaving.model().version()) != leaving) {
      return;
    }
    keeper.accept(state().without(leaving.model().version()));
    versions.remove(leaving.model().version(), leaving);
    leaving.close();
  }

  private static boolean hasTraffic(TrafficSplit split, String version) {
    return split.share(version).value() > 0
        || split.mirrored().getOrDefault(version, Percent.NONE).value() > 0;
  }

  /** Begins a request of a key; the caller must leave the version. Empty without traffic. */
  @SuppressWarnings("ReferenceEquality") // Whether it is the same table, not one that reads alike.
  Optional<PreparedVersion> enter(String key) {
    while (true) {
      Routes now = routes;
      if (now == null) {
        return Optional.empty();
      }
      PreparedVersion version = now.versions().get(now.routing().version(key));
      if (version != null && version.enter()) {
        return Optional.of(version);
      }
      if (routes == now) {
        return Optional.empty();
      }
      // Retired since the table was read, so there is a newer table without it.
    }
  }

  /** Begins the copies of a request; the caller must leave each of them. */
  List<PreparedVersion> enterMirrors(String key) {
    Routes now = routes;
    List<String> names = now == null ? List.of() : now.routing().mirrors(key);
    if (names.isEmpty()) {
      return List.of();
    }
    List<PreparedVersion> entered = new ArrayList<>(names.size());
    for (String name : names) {
      PreparedVersion version = versions.get(name);
      if (version != null && version.enter()) {
        entered.add(version);
      }
    }
    return entered;
  }

  /** Whether every version with live traffic can answer. */
  boolean isServing() {
    Routes now = routes;
    return now != null
        && now.split().live().entrySet().stream()
            .filter(entry -> entry.getValue().value() > 0)
            .allMatch(
                entry -> version(entry.getKey()).filter(PreparedVersion::isReady).isPresent());
  }

  Optional<PreparedVersion> version(String name) {
    return Optional.ofNullable(versions.get(name));
  }

  /** Everything as it is now. */
  EndpointState state() {
    Map<String, EndpointState.Kept> kept = new TreeMap<>();
    versions.forEach(
        (name, version) ->
            kept.put(name, new EndpointState.Kept(version.model(), version.health())));
    return new EndpointState(kept, traffic());
  }

  /** Keeps the counts. */
  synchronized void checkpoint() {
    keeper.accept(state());
  }

  /** Lets nobody in any more and frees all models. */
  synchronized void close() {
    routes = null;
    versions.values().forEach(version -> version.drain(drain));
    versions.values().forEach(PreparedVersion::close);
  }
}
