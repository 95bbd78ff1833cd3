package dev.retrain.runtime.router;

import dev.retrain.api.error.RetrainException;
import dev.retrain.api.registry.ApprovedModel;
import dev.retrain.runtime.rollout.HealthWindow;
import dev.retrain.serving.HostedVersions;
import dev.retrain.spi.deploy.TrafficSplit;
import dev.retrain.spi.deploy.VersionHealth;
import dev.retrain.spi.state.StateStore;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Connects one node of an application to the other nodes of its router through a store. A heartbeat
 * loads the requested versions, applies the requested traffic once its versions are ready on this
 * node, and reports what the node hosts, routes and has counted. A store that fails stops that,
 * never a call: the node keeps its traffic.
 *
 * <p>Thread-safe.
 */
public final class RouterNode implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(RouterNode.class);

  private final String name;
  private final String life;
  private final HostedVersions<?> local;
  private final SharedRouter shared;
  private final Clock clock;
  private final Map<String, VersionHealth> reported = new TreeMap<>();
  private final Map<String, VersionHealth> settled = new TreeMap<>();
  private @Nullable ScheduledExecutorService timer;

  RouterNode(String router, String name, HostedVersions<?> local, StateStore store, Clock clock) {
    this.name = name;
    this.local = local;
    this.clock = clock;
    this.life = clock.instant() + "#" + System.identityHashCode(this);
    this.shared = new SharedRouter(store, router);
  }

  /** Starts heartbeats on a schedule. */
  public synchronized RouterNode start(Duration every) {
    if (timer == null) {
      ScheduledExecutorService started =
          Executors.newSingleThreadScheduledExecutor(RouterNode::daemon);
      ScheduledFuture<?> unused =
          started.scheduleWithFixedDelay(this::beat, 0, every.toNanos(), TimeUnit.NANOSECONDS);
      timer = started;
    }
    return this;
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "retrain-router-node");
    thread.setDaemon(true);
    return thread;
  }

  /** Runs one heartbeat; a failure is retried at the next. */
  public synchronized void beat() {
    try {
      RouterState requested = shared.load();
      requested.versions().values().forEach(version -> local.prepare(ApprovedModel.from(version)));
      requested.traffic().ifPresent(this::follow);
      retireOthers(report());
    } catch (RetrainException e) {
      LOG.warn("node {} keeps the traffic it has: {}", name, e.getMessage());
    }
  }

  private void follow(TrafficSplit split) {
    boolean ready =
        Stream.concat(split.live().entrySet().stream(), split.mirrored().entrySet().stream())
            .filter(share -> share.getValue().value() > 0)
            .allMatch(share -> isReady(share.getKey()));
    if (ready && !local.split().equals(java.util.Optional.of(split))) {
      local.route(split);
    }
  }

  private boolean isReady(String version) {
    return local.version(version).map(hosted -> hosted.isReady()).orElse(false);
  }

  private RouterState report() {
    Map<String, VersionHealth> counted = local.health();
    RouterState after =
        shared.change(
            state -> {
              NodeReport before = state.nodes().get(name);
              if (before == null || !before.life().equals(life)) {
                settled.putAll(reported); // counted there already, as of a node that departed
              }
              return state.reported(
                  name, new NodeReport(life, clock.instant(), fresh(counted), local.split()));
            });
    reported.clear();
    reported.putAll(counted);
    return after;
  }

  private Map<String, VersionHealth> fresh(Map<String, VersionHealth> counted) {
    Map<String, VersionHealth> fresh = new TreeMap<>(counted);
    fresh.replaceAll(
        (version, now) ->
            settled.containsKey(version) ? HealthWindow.between(settled.get(version), now) : now);
    return fresh;
  }

  private void retireOthers(RouterState requested) {
    local.health().keySet().stream()
        .filter(version -> !requested.versions().containsKey(version))
        .filter(version -> local.split().map(split -> isIdle(split, version)).orElse(true))
        .forEach(local::retire);
  }

  private static boolean isIdle(TrafficSplit split, String version) {
    return split.share(version).value() == 0 && !split.mirrored().containsKey(version);
  }

  /** Stops the heartbeats; the other nodes detect it. */
  @Override
  public synchronized void close() {
    ScheduledExecutorService running = timer;
    if (running != null) {
      running.shutdownNow();
    }
  }
}
