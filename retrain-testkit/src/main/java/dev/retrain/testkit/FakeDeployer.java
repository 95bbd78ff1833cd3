package dev.retrain.testkit;

import dev.retrain.api.error.PermanentFailure;
import dev.retrain.api.error.TransientFailure;
import dev.retrain.api.metric.Percent;
import dev.retrain.api.registry.ApprovedModel;
import dev.retrain.spi.deploy.Deployer;
import dev.retrain.spi.deploy.HealthQuery;
import dev.retrain.spi.deploy.LatencyHistogram;
import dev.retrain.spi.deploy.OutcomeTotals;
import dev.retrain.spi.deploy.Traffic;
import dev.retrain.spi.deploy.TrafficSplit;
import dev.retrain.spi.deploy.VersionHealth;
import dev.retrain.spi.deploy.VersionState;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A deployer without a target: versions are ready at once, and count what the test states they
 * answered. Thread-safe.
 */
public final class FakeDeployer implements Deployer {

  private final Map<String, VersionHealth> health = new TreeMap<>();
  private final Set<String> dead = new TreeSet<>();
  private final List<String> calls = new ArrayList<>();
  private Optional<TrafficSplit> traffic = Optional.empty();
  private Optional<Change> change = Optional.empty();
  private Optional<String> refusal = Optional.empty();
  private Optional<String> failure = Optional.empty();
  private Clock clock = Clock.systemUTC();
  private Duration settling = Duration.ZERO;
  private boolean becomesReady = true;

  /** A change of the traffic that is under way. */
  private record Change(Optional<TrafficSplit> from, TrafficSplit to, Instant since) {}

  /** Makes changes of the traffic from now on take a time of a clock. */
  public synchronized FakeDeployer settlingAfter(Clock time, Duration length) {
    clock = time;
    settling = length;
    return this;
  }

  /** Makes the next change of the traffic fail once it would have settled. */
  public synchronized FakeDeployer failingToSettle(String why) {
    refusal = Optional.of(why);
    return this;
  }

  /** Changes the traffic as another program or the target itself would. */
  public synchronized void changeElsewhere(TrafficSplit split) {
    change = Optional.empty();
    traffic = Optional.of(split);
  }

  /** Makes versions prepared from now on stay unready until {@link #makeReady}. */
  public synchronized FakeDeployer preparesSlowly() {
    becomesReady = false;
    return this;
  }

  /** Makes a prepared version ready. */
  public synchronized void makeReady(String version) {
    setReady(version, true);
    dead.remove(version);
  }

  /** Makes a version stop answering, whatever traffic it has, until it is prepared again. */
  public synchronized void die(String version) {
    setReady(version, false);
    dead.add(version);
  }

  private void setReady(String version, boolean ready) {
    health.put(version, of(version).in(VersionState.of(ready)));
  }

  /** Counts requests that a version answered, errors among them, each in the same time. */
  public synchronized void answered(String version, int requests, int errors, Duration each) {
    VersionHealth was = of(version);
    long[] counts = was.latency().counts();
    counts[LatencyHistogram.bucket(each)] += requests;
    health.put(
        version,
        new VersionHealth(
            was.ready(),
            was.requests() + requests,
            was.errors() + errors,
            LatencyHistogram.of(counts),
            was.outcomes()));
  }

  /** Makes a prepared version fail, as a service reports one that it cannot start. */
  public synchronized void fail(String version, String why) {
    health.put(version, of(version).in(new VersionState.Failed(why)));
    dead.add(version);
  }

  /** Counts an outcome of a version a number of times, such as accuracy 1 or 0. */
  public synchronized void outcome(String version, String metric, double value, int times) {
    VersionHealth was = of(version);
    Map<String, OutcomeTotals> outcomes = new TreeMap<>(was.outcomes());
    OutcomeTotals totals = outcomes.getOrDefault(metric, OutcomeTotals.NONE);
    for (int i = 0; i < times; i++) {
      totals = totals.plus(value);
    }
    outcomes.put(metric, totals);
    health.put(version, was.withOutcomes(outcomes));
  }

  /** Returns every call that changed something, in order, such as {@code route 2: 5 %, 1: 95 %}. */
  public synchronized List<String> calls() {
    return List.copyOf(calls);
  }

  @Override
  public synchronized void prepare(ApprovedModel model) {
    String version = model.version().version();
    if (!health.containsKey(version)) {
      calls.add("prepare " + version);
      health.put(
          version, new VersionHealth(becomesReady, 0, 0, LatencyHistogram.empty(), Map.of()));
    } else if (dead.remove(version)) {
      calls.add("prepare " + version);
      setReady(version, becomesReady);
    }
  }

  @Override
  public synchronized void route(TrafficSplit split) {
    split
        .live()
        .forEach(
            (version, share) -> {
              if (share.value() > 0 && !of(version).ready()) {
                throw new PermanentFailure(
                    "cannot route " + split + ": version " + version + " is not ready");
              }
            });
    Optional<Change> underWay = settle();
    if (underWay.isPresent() && !underWay.get().to().equals(split)) {
      throw new TransientFailure("cannot route " + split + ": " + traffic().orElseThrow());
    }
    if (underWay.isEmpty() && !traffic.equals(Optional.of(split))) {
      calls.add("route " + split);
      change = Optional.of(new Change(traffic, split, clock.instant()));
      failure = Optional.empty();
      settle();
    }
  }

  /** Ends a change whose time has come, and returns the one that is still under way. */
  private Optional<Change> settle() {
    Optional<Change> ended =
        change.filter(last -> !clock.instant().isBefore(last.since().plus(settling)));
    if (ended.isPresent()) {
      failure = refusal;
      refusal = Optional.empty();
      if (failure.isEmpty()) {
        traffic = Optional.of(ended.get().to());
      }
      change = Optional.empty();
    }
    return change;
  }

  @Override
  public synchronized Optional<Traffic> traffic() {
    Optional<Change> underWay = settle();
    if (underWay.isPresent()) {
      Change now = underWay.get();
      return Optional.of(new Traffic.Updating(now.from(), now.to(), Optional.of(now.since())));
    }
    return failure.isPresent()
        ? Optional.of(new Traffic.Failed(traffic, failure.get()))
        : traffic.map(Traffic.Settled::new);
  }

  @Override
  public synchronized Map<String, VersionHealth> health(HealthQuery query) {
    return Map.copyOf(health);
  }

  @Override
  public synchronized void retire(String version) {
    Optional<Change> underWay = settle();
    Percent share = traffic.map(split -> split.share(version)).orElse(Percent.NONE);
    if (share.value() > 0
        || underWay.filter(next -> next.to().share(version).value() > 0).isPresent()) {
      throw new PermanentFailure(
          "cannot retire version " + version + ": it still has " + share + " of the traffic");
    }
    if (health.remove(version) != null) {
      calls.add("retire " + version);
    }
  }

  @Override
  public void close() {}

  private VersionHealth of(String version) {
    return health.getOrDefault(version, VersionHealth.ABSENT);
  }
}
