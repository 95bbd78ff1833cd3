package dev.retrain.runtime.phase;

import static java.util.Objects.requireNonNull;

import dev.retrain.api.backend.RunKey;
import dev.retrain.api.rollout.VersionHealth;
import java.time.Instant;
import java.util.Optional;

/**
 * Giving traffic and alias back. It has no deadline: it is tried until it is done.
 *
 * @param run that made the version; empty when a person asked
 * @param version sent back
 * @param champion live again; empty when there was none
 */
public record RollingBack(
    Optional<RunKey> run, String version, Optional<String> champion, Instant since)
    implements Phase {

  /** Checks that nothing is missing. */
  public RollingBack {
    requireNonNull(run);
    requireNonNull(version);
    requireNonNull(champion);
    requireNonNull(since);
  }

  @Override
  public String word() {
    return "rolling-back";
  }

  @Override
  public Transition next(Observed seen) {
    if (!(seen.sight() instanceof Sight.Serving serving)) {
      return Transition.stay(this, seen);
    }
    if (!done(serving)) {
      return Transition.silent(this, seen, new Effect.Restore(version, champion));
    }
    Instant at = seen.notBefore(since);
    Ledger ledger =
        run.isPresent()
            ? seen.ledger()
            : seen.ledger().reigning(champion.map(v -> new Ledger.Reign(v, at)));
    return Transition.silent(new Idle(at), seen.with(ledger), Effect.none());
  }

  private boolean done(Sight.Serving serving) {
    boolean traffic = champion.map(serving::allTrafficTo).orElse(true);
    boolean alias = !serving.aliases().champion().equals(Optional.of(version));
    VersionHealth left = serving.health().get(version);
    return traffic && alias && (left == null || champion.isEmpty());
  }
}
