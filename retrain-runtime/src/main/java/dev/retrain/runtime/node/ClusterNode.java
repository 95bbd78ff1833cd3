package dev.retrain.runtime.node;

import static java.util.Objects.requireNonNull;

import dev.retrain.api.error.RetrainException;
import dev.retrain.api.error.TransientFailure;
import dev.retrain.spi.state.StateStore;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One node among those that share a store. It holds a lease of its own, renewed when a third of it
 * has passed, and with it its share of the retrainings. One state is written per renewal, however
 * many retrainings there are.
 *
 * <p>A retraining changes hands in two steps: its holder releases it and records that, then the
 * other node takes it; or the lease ends, or its process does where others on its machine see that.
 * A node stops acting when five sixths of its lease have passed without renewal, so the nodes'
 * clocks may differ by a sixth.
 *
 * <p>Thread-safe. A heartbeat renews the lease however long a look takes; {@link #holds} never
 * waits for a renewal under way.
 */
public final class ClusterNode implements RetrainingLeases {

  private static final Logger LOG = LoggerFactory.getLogger(ClusterNode.class);
  private static final String ROSTER = "nodes";
  private static final int TRIES = 10;

  private final StateStore store;
  private final Clock clock;
  private final String name;
  private final Duration lease;
  private final KnownRetrainings known;
  private final Incarnation process;
  private long life;
  private volatile @Nullable Instant until;
  private NodeMembership acted = NodeMembership.EMPTY;
  private volatile Set<String> held = Set.of();

  /**
   * A node; does nothing yet.
   *
   * @param name unique among the nodes of a store: of two processes under one name the one that
   *     came later acts, at once, and the other stands aside
   * @param lease how long a dead node's work waits, above 0
   * @param retrainings the names this node can carry on
   */
  public ClusterNode(
      StateStore store, Clock clock, String name, Duration lease, Set<String> retrainings) {
    this(store, clock, name, lease, retrainings, Incarnation.here());
  }

  ClusterNode(
      StateStore store,
      Clock clock,
      String name,
      Duration lease,
      Set<String> retrainings,
      Incarnation process) {
    this.store = requireNonNull(store);
    this.clock = requireNonNull(clock);
    this.name = requireNonNull(name);
    this.lease = lease;
    this.known = new KnownRetrainings(store, retrainings);
    this.process = process;
    if (lease.isNegative() || lease.isZero() || name.isBlank()) {
      throw new IllegalArgumentException("a node needs a name and a lease above 0");
    }
  }

  @Override
  public synchronized void refresh() {
    for (int i = 0; i < TRIES; i++) {
      Optional<StateStore.Snapshot> kept = store.load(ROSTER);
      NodeMembership before =
          kept.map(snapshot -> NodeMembership.parse(snapshot.body())).orElse(NodeMembership.EMPTY);
      if (answered(before, kept.map(StateStore.Snapshot::version).orElse(0L))) {
        return;
      }
    }
    throw new TransientFailure("asked to renew the lease of " + name + ", others wrote meanwhile");
  }

  @Override
  public synchronized void renew() {
    if (isDue(clock.instant())) {
      refresh();
    }
  }

  /** Whether nothing had to be written, or it was. */
  private boolean answered(NodeMembership stored, long version) {
    Instant now = clock.instant();
    NodeMembership roster = stored.without(name, now, process);
    NodeMembership.Member me = roster.members().get(name);
    if (me == null || me.life() != life) {
      forget();
      return isYounger(me, now) || join(roster, version, now.plus(lease));
    }
    if (!isDue(now) && roster.epoch() == acted.epoch()) {
      if (!acted.settled() && roster.settled()) {
        actBy(roster, share(roster));
      }
      return true;
    }
    known.keep();
    return renew(roster.renewed(name, me, now.plus(lease)), version);
  }

  /** Whether a process that came later has taken this one's name, and lives. */
  private boolean isYounger(NodeMembership.@Nullable Member namesake, Instant now) {
    if (life == 0 || namesake == null || !namesake.lives(now, process)) {
      return false;
    }
    LOG.warn(
        "{} acts as the node {} now: this process stands aside until that one has gone;"
            + " give each node a name of its own if both are to work",
        namesake.process(),
        name);
    return true;
  }

  private boolean join(NodeMembership roster, long version, Instant end) {
    NodeMembership.Member elder = roster.members().get(name);
    if (elder != null && elder.lives(clock.instant(), process)) {
      LOG.warn("the node {} was {}: this process takes its place", name, elder.process());
    }
    known.add(roster.members().values().stream().map(NodeMembership.Member::retrainings).toList());
    return renew(roster.joined(name, end, known.hash(), process), version);
  }

  private boolean renew(NodeMembership roster, long version) {
    Set<String> share = share(roster);
    Set<String> kept = new TreeSet<>(held);
    kept.retainAll(share);
    held = kept; // given up before it is said to be: an answer may be lost
    if (!store.saveIfUnchanged(ROSTER, version, roster.toJson(), List.of())) {
      return false;
    }
    NodeMembership.Member me = requireNonNull(roster.members().get(name));
    life = me.life();
    until = me.until();
    actBy(roster, share);
    return true;
  }

  private void actBy(NodeMembership roster, Set<String> share) {
    acted = roster;
    if (roster.settled() && !share.equals(held)) {
      held = share;
      LOG.info(
          "the node {} carries {} of {} retrainings on", name, held.size(), known.mine().size());
    }
  }

  private boolean isDue(Instant now) {
    Instant end = until;
    return end == null || !now.isBefore(end.minus(lease.multipliedBy(2).dividedBy(3)));
  }

  private Set<String> share(NodeMembership roster) {
    SortedMap<String, Set<String>> names = new TreeMap<>();
    roster.members().forEach((node, member) -> names.put(node, known.of(member.retrainings())));
    Set<String> share = new TreeSet<>();
    WorkAssignment.of(names)
        .forEach(
            (retraining, owner) -> {
              if (owner.equals(name)) {
                share.add(retraining);
              }
            });
    return share;
  }

  private void forget() {
    held = Set.of();
    until = null;
    acted = NodeMembership.EMPTY;
  }

  @Override
  public boolean holds(String retraining) {
    Instant end = until;
    return end != null
        && clock.instant().isBefore(end.minus(lease.dividedBy(6)))
        && held.contains(retraining);
  }

  @Override
  public synchronized void close() {
    if (until == null) {
      return;
    }
    forget();
    try {
      for (int i = 0; i < TRIES; i++) {
        Optional<StateStore.Snapshot> kept = store.load(ROSTER);
        NodeMembership roster =
            kept.map(snapshot -> NodeMembership.parse(snapshot.body()))
                .orElse(NodeMembership.EMPTY);
        NodeMembership.Member me = roster.members().get(name);
        if (me == null
            || me.life() != life
            || store.saveIfUnchanged(
                ROSTER, kept.orElseThrow().version(), roster.left(name).toJson(), List.of())) {
          return;
        }
      }
    } catch (RetrainException e) {
      LOG.warn("the lease of the node {} ends by itself: {}", name, e.getMessage());
    }
  }
}
