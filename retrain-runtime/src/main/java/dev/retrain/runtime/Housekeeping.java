package dev.retrain.runtime;

import dev.retrain.api.document.Documents;
import dev.retrain.api.document.Node;
import dev.retrain.api.error.RetrainException;
import dev.retrain.api.error.TransientFailure;
import dev.retrain.api.retraining.Decision;
import dev.retrain.runtime.node.RetrainingLeases;
import dev.retrain.runtime.phase.LoopPolicy;
import dev.retrain.runtime.phase.LoopState;
import dev.retrain.runtime.resource.BackendSchedules;
import dev.retrain.runtime.resource.ResourceSweep;
import dev.retrain.spi.backend.Backend;
import dev.retrain.spi.backend.Schedules;
import dev.retrain.spi.state.ResourceLedger;
import dev.retrain.spi.state.StateStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is done beside the phases of retrainings: schedules of the backend are compared with the
 * policies once a minute, and what outlived its time is ended every ten minutes. Each decision is
 * in the log of its retraining. Used by one thread at a time.
 */
final class Housekeeping {

  private static final Logger LOG = LoggerFactory.getLogger(Housekeeping.class);
  private static final Duration SCHEDULES_EVERY = Duration.ofMinutes(1);
  private static final Duration SWEEP_EVERY = Duration.ofMinutes(10);
  private static final String PREFIX = "house/";
  private static final int TRIES = 5;

  private final StateStore store;
  private final ResourceLedger ledger;
  private final Backend backend;
  private final ResourceSweep sweep;
  private final Collection<LoopPolicy> policies;
  private final RetrainingLeases leases;
  private Instant nextSchedules = Instant.MIN;
  private Instant nextSweep = Instant.MIN;
  private final List<Decision> made = new ArrayList<>();

  /** The policies whose schedules were compared since this process holds them. */
  private final Set<String> compared = new HashSet<>();

  Housekeeping(
      StateStore store,
      ResourceLedger ledger,
      Backend backend,
      ResourceSweep sweep,
      Collection<LoopPolicy> policies,
      RetrainingLeases leases) {
    this.store = store;
    this.ledger = ledger;
    this.backend = backend;
    this.sweep = sweep;
    this.policies = List.copyOf(policies);
    this.leases = leases;
  }

  /**
   * Does what is due; what fails is due again.
   *
   * @return the decisions made, in order
   */
  List<Decision> at(Instant now) {
    made.clear();
    if (isDue(now, nextSchedules, SCHEDULES_EVERY)) {
      nextSchedules = now.plus(SCHEDULES_EVERY);
      backend.schedules().ifPresent(schedules -> reconcile(schedules, now));
    }
    if (isDue(now, nextSweep, SWEEP_EVERY)) {
      nextSweep = now.plus(SWEEP_EVERY);
      sweep(now);
    }
    return List.copyOf(made);
  }

  /** A clock that was set back by more than the pause makes it due as well. */
  private static boolean isDue(Instant now, Instant next, Duration every) {
    return !now.isBefore(next) || now.plus(every).isBefore(next);
  }

  /**
   * Policies without a schedule are compared until it has succeeded once: an earlier form may have
   * had one, and another node may have held them.
   */
  private void reconcile(Schedules schedules, Instant now) {
    BackendSchedules comparison = new BackendSchedules(ledger, schedules, backend.name());
    compared.removeIf(name -> !leases.holds(name));
    Set<String> models = compared.size() < policies.size() ? ledger.models() : Set.of();
    for (LoopPolicy policy : policies) {
      boolean open = !compared.contains(policy.name());
      if (leases.holds(policy.name()) && (open || BackendSchedules.isUsed(policy))) {
        boolean any = models.contains(policy.model()) || BackendSchedules.isUsed(policy);
        if (!any || safely(policy, () -> comparison.reconcile(policy, now, log(policy)))) {
          compared.add(policy.name());
        }
      }
    }
  }

  private void sweep(Instant now) {
    Set<String> models = ledger.models();
    for (LoopPolicy policy : policies) {
      if (leases.holds(policy.name()) && models.contains(policy.model())) {
        boolean unused = safely(policy, () -> sweep.sweep(policy, state(policy), now, log(policy)));
      }
    }
  }

  /** Returns whether the work was done. */
  private static boolean safely(LoopPolicy policy, Runnable work) {
    try {
      work.run();
      return true;
    } catch (RetrainException e) {
      LOG.warn("{}: its resources are looked at again later: {}", policy, e.getMessage());
    } catch (RuntimeException e) { // of a backend's client: the other retrainings go on
      LOG.error("{}: its resources are looked at again later", policy, e);
    }
    return false;
  }

  private Optional<LoopState> state(LoopPolicy policy) {
    String key = Retrainer.STATE_PREFIX + policy.name();
    return store.load(key).map(kept -> LoopState.parse(kept.body(), key));
  }

  private Consumer<Decision> log(LoopPolicy policy) {
    return decision -> append(policy, decision);
  }

  private void append(LoopPolicy policy, Decision decision) {
    String key = PREFIX + policy.name();
    String body = Documents.canonicalJson(Node.of(Map.of("at", Node.of(decision.at().toString()))));
    for (int i = 0; i < TRIES; i++) {
      long version = store.load(key).map(StateStore.Snapshot::version).orElse(0L);
      if (store.saveIfUnchanged(key, version, body, List.of(decision))) {
        LOG.info("{}: {}: {}", policy, decision.what(), decision.why());
        made.add(decision);
        return;
      }
    }
    throw new TransientFailure(
        "cannot log for " + policy + ": other processes saved first " + TRIES + " times");
  }
}
