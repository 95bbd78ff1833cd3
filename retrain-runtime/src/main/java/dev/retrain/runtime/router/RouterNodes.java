package dev.retrain.runtime.router;

import static java.util.Objects.requireNonNull;

import dev.retrain.api.error.FailureContext;
import dev.retrain.api.error.PermanentFailure;
import dev.retrain.api.error.TransientFailure;
import dev.retrain.api.metric.Fraction;
import dev.retrain.api.registry.ApprovedModel;
import dev.retrain.api.registry.ModelVersion;
import dev.retrain.spi.deploy.Deployer;
import dev.retrain.spi.deploy.HealthQuery;
import dev.retrain.spi.deploy.Traffic;
import dev.retrain.spi.deploy.TrafficSplit;
import dev.retrain.spi.deploy.VersionHealth;
import dev.retrain.spi.state.StateStore;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Sets the traffic of a router on all nodes of an application, through the store that they share:
 * the deployer of {@link dev.retrain.api.rollout.Target.InProcess}.
 *
 * <p>Traffic moves only to versions that are ready on enough of the nodes that serve; a node
 * applies it once it is ready itself and keeps the earlier traffic until then. A node without a
 * report for {@code deadAfter} is considered dead; its counts are kept. A node that joins serves
 * once it has loaded the versions. Counters are summed over all nodes. Thread-safe.
 *
 * <p>All nodes share one document that every heartbeat rewrites, which suits some dozens of nodes
 * at heartbeats of some seconds; more nodes require longer intervals and a longer {@code
 * deadAfter}.
 */
public final class RouterNodes implements Deployer {

  private static final Duration DEAD_AFTER = Duration.ofSeconds(15);

  private final String router;
  private final SharedRouter shared;
  private final Clock clock;
  private final Duration deadAfter;
  private final Fraction enough;

  private RouterNodes(
      String router, SharedRouter shared, Clock clock, Duration deadAfter, Fraction enough) {
    this.router = requireNonNull(router);
    this.shared = shared;
    this.clock = requireNonNull(clock);
    this.deadAfter = deadAfter;
    this.enough = enough;
  }

  /**
   * Returns the nodes of a router; all of them must be ready, and a node without a report for 15
   * seconds is dead.
   *
   * @param router name of the router, as in {@link ModelRouter#named}
   */
  public static RouterNodes of(String router, StateStore store, Clock clock) {
    return new RouterNodes(
        router, new SharedRouter(store, router), clock, DEAD_AFTER, new Fraction(1));
  }

  /**
   * Returns a copy with another time without a report after which a node is dead; several
   * heartbeats.
   */
  public RouterNodes deadAfter(Duration silence) {
    return new RouterNodes(router, shared, clock, silence, enough);
  }

  /** Returns a copy with a sufficient share of ready nodes, rounded up to whole nodes. */
  public RouterNodes readyOn(Fraction share) {
    return new RouterNodes(router, shared, clock, deadAfter, share);
  }

  @Override
  public void prepare(ApprovedModel model) {
    ModelVersion version = model.version();
    shared.change(
        state -> {
          ModelVersion known = state.versions().get(version.version());
          if (known != null && !known.artifact().equals(version.artifact())) {
            throw new PermanentFailure(
                "cannot prepare " + version + ": another model has that version: " + known);
          }
          return state.with(version);
        });
  }

  @Override
  public void route(TrafficSplit split) {
    shared.change(
        state -> {
          List<NodeReport> nodes = serving(state);
          if (nodes.isEmpty()) {
            throw new TransientFailure(
                "cannot route " + split + ": no node of router " + router + " is alive",
                FailureContext.hint("Start a node that joins the router."),
                null);
          }
          Stream.concat(split.live().entrySet().stream(), split.mirrored().entrySet().stream())
              .filter(share -> share.getValue().value() > 0)
              .forEach(share -> requireReady(share.getKey(), split, nodes));
          return state.with(split);
        });
  }

  private void requireReady(String version, TrafficSplit split, List<NodeReport> nodes) {
    long ready = readyOn(version, nodes);
    if (ready < enoughOf(nodes)) {
      throw new PermanentFailure(
          "cannot route %s: version %s is ready on %d of %d nodes, and %d are required"
              .formatted(split, version, ready, nodes.size(), enoughOf(nodes)),
          FailureContext.hint("Prepare it and wait until its health reports ready."),
          null);
    }
  }

  private static long readyOn(String version, List<NodeReport> nodes) {
    return nodes.stream().filter(node -> node.isReady(version)).count();
  }

  private long enoughOf(List<NodeReport> nodes) {
    return Math.max(1, (long) Math.ceil(enough.value() * nodes.size() - 1e-9));
  }

  /**
   * Returns the nodes that are alive and have traffic; before the first traffic, all that are
   * alive.
   */
  private List<NodeReport> serving(RouterState state) {
    List<NodeReport> alive =
        state.nodes().values().stream()
            .filter(node -> node.isAlive(clock.instant(), deadAfter))
            .toList();
    List<NodeReport> serving = alive.stream().filter(node -> node.traffic().isPresent()).toList();
    return serving.isEmpty() ? alive : serving;
  }

  /** Returns the traffic as settled once enough nodes have it. */
  @Override
  public Optional<Traffic> traffic() {
    RouterState state = shared.load();
    List<NodeReport> nodes = serving(state);
    long there = nodes.stream().filter(node -> node.traffic().equals(state.traffic())).count();
    boolean settled = !nodes.isEmpty() && there >= enoughOf(nodes);
    return state
        .traffic()
        .map(
            split ->
                settled
                    ? new Traffic.Settled(split)
                    : new Traffic.Updating(lagging(nodes, split), split, Optional.empty()));
  }

  /** Returns the traffic of a node that does not have the split yet. */
  private static Optional<TrafficSplit> lagging(List<NodeReport> nodes, TrafficSplit split) {
    return nodes.stream()
        .flatMap(node -> node.traffic().stream())
        .filter(other -> !other.equals(split))
        .findFirst();
  }

  @Override
  public Map<String, VersionHealth> health(HealthQuery query) {
    RouterState state = shared.load();
    List<NodeReport> nodes = serving(state);
    Map<String, VersionHealth> health = new TreeMap<>();
    for (String version : state.versions().keySet()) {
      boolean ready = !nodes.isEmpty() && readyOn(version, nodes) >= enoughOf(nodes);
      health.put(version, state.counted(version, ready));
    }
    return health;
  }

  @Override
  public void retire(String version) {
    shared.change(
        state -> {
          if (state.traffic().filter(split -> uses(split, version)).isPresent()) {
            throw new PermanentFailure(
                "cannot retire version %s of router %s: it has traffic: %s"
                    .formatted(version, router, state.traffic().orElseThrow()));
          }
          long lagging = serving(state).stream().filter(node -> node.routesTo(version)).count();
          if (lagging > 0) {
            throw new TransientFailure(
                "cannot retire version %s of router %s: %d nodes still send calls to it"
                    .formatted(version, router, lagging));
          }
          return state.without(version);
        });
  }

  private static boolean uses(TrafficSplit split, String version) {
    return split.share(version).value() > 0 || split.mirrored().containsKey(version);
  }

  /** Does nothing; the nodes keep their traffic. */
  @Override
  public void close() {}
}
