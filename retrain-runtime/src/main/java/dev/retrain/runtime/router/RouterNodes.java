package dev.retrain.runtime.router;

import static java.util.Objects.requireNonNull;

import dev.retrain.api.error.FailureContext;
import dev.retrain.api.error.PermanentFailure;
import dev.retrain.api.error.TransientFailure;
import dev.retrain.api.metric.Fraction;
import dev.retrain.api.registry.ApprovedModel;
import dev.retrain.api.registry.ModelVersion;
import dev.retrain.spi.deploy.Deployer;
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
 * <p>Traffic moves only to versions that are ready on enough of the nodes that serve; a node takes
 * it over once it is ready itself and keeps the earlier traffic until then. A node that has been
 * silent for {@code deadAfter} is waited for no longer; what it counted stays counted. A node that
 * joins serves, and counts, once it has loaded what it needs. Counters are summed over all nodes.
 * Thread-safe.
 *
 * <p>All nodes share one document that every beat writes whole, which suits some dozens of nodes at
 * beats of some seconds; more want longer beats and a longer {@code deadAfter}.
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
   * The nodes of a router; all of them must be ready, and one that says nothing for 15 seconds is
   * dead.
   *
   * @param router as {@link ModelRouter#named} names it
   */
  public static RouterNodes of(String router, StateStore store, Clock clock) {
    return new RouterNodes(
        router, new SharedRouter(store, router), clock, DEAD_AFTER, new Fraction(1));
  }

  /** The same with another time after which a silent node is dead; several beats long. */
  public RouterNodes deadAfter(Duration silence) {
    return new RouterNodes(router, shared, clock, silence, enough);
  }

  /** The same with a share of the nodes that is enough, rounded up to whole nodes. */
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
                "asked to prepare " + version + ", but another model has that version: " + known);
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
                "asked to route " + split + ", but no node of router " + router + " is alive",
                FailureContext.hint("let a node join the router, and its beats come"),
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
          "asked to route %s, but version %s is ready on %d of %d nodes, and %d are needed"
              .formatted(split, version, ready, nodes.size(), enoughOf(nodes)),
          FailureContext.hint("prepare it and wait until its health says ready"),
          null);
    }
  }

  private static long readyOn(String version, List<NodeReport> nodes) {
    return nodes.stream().filter(node -> node.isReady(version)).count();
  }

  private long enoughOf(List<NodeReport> nodes) {
    return Math.max(1, (long) Math.ceil(enough.value() * nodes.size() - 1e-9));
  }

  /** The nodes that live and have traffic; before the first traffic, all that live. */
  private List<NodeReport> serving(RouterState state) {
    List<NodeReport> alive =
        state.nodes().values().stream()
            .filter(node -> node.isAlive(clock.instant(), deadAfter))
            .toList();
    List<NodeReport> serving = alive.stream().filter(node -> node.traffic().isPresent()).toList();
    return serving.isEmpty() ? alive : serving;
  }

  /** The traffic that enough nodes have; else what a node has that lags behind. */
  @Override
  public Optional<TrafficSplit> traffic() {
    RouterState state = shared.load();
    List<NodeReport> nodes = serving(state);
    long there = nodes.stream().filter(node -> node.traffic().equals(state.traffic())).count();
    return !nodes.isEmpty() && there >= enoughOf(nodes)
        ? state.traffic()
        : nodes.stream()
            .map(NodeReport::traffic)
            .filter(split -> !split.equals(state.traffic()))
            .flatMap(Optional::stream)
            .findFirst();
  }

  @Override
  public Map<String, VersionHealth> health() {
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
                "asked to retire version %s of router %s, which has traffic: %s"
                    .formatted(version, router, state.traffic().orElseThrow()));
          }
          long lagging = serving(state).stream().filter(node -> node.routesTo(version)).count();
          if (lagging > 0) {
            throw new TransientFailure(
                "asked to retire version %s of router %s, to which %d nodes still send calls"
                    .formatted(version, router, lagging));
          }
          return state.without(version);
        });
  }

  private static boolean uses(TrafficSplit split, String version) {
    return split.share(version).value() > 0 || split.mirrored().containsKey(version);
  }

  /** Leaves the nodes as they are. */
  @Override
  public void close() {}
}
