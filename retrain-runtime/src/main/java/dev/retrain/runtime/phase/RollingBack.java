package dev.retrain.runtime.phase;

import static java.util.Objects.requireNonNull;

import dev.retrain.api.retraining.Decision.Kind;
import dev.retrain.api.rollout.Target;
import dev.retrain.spi.backend.RunKey;
import dev.retrain.spi.deploy.Traffic;
import dev.retrain.spi.deploy.TrafficSplit;
import dev.retrain.spi.deploy.VersionHealth;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Giving traffic and alias back. A target that is away is waited for; what can never be done, such
 * as going back to a version that no longer exists, halts and says where the traffic stands.
 *
 * @param run that made the version; empty when a person asked
 * @param version sent back
 * @param champion live again; empty when there was none
 * @param target whose traffic is given back; empty for that of the policy
 */
public record RollingBack(
    Optional<RunKey> run,
    String version,
    Optional<String> champion,
    Instant since,
    Optional<Target> target)
    implements Phase {

  /** Checks that nothing is missing. */
  public RollingBack {
    requireNonNull(run);
    requireNonNull(version);
    requireNonNull(champion);
    requireNonNull(since);
    requireNonNull(target);
  }

  /** Creates the way back on the target of the policy. */
  public RollingBack(
      Optional<RunKey> run, String version, Optional<String> champion, Instant since) {
    this(run, version, champion, since, Optional.empty());
  }

  @Override
  public String word() {
    return "rolling-back";
  }

  @Override
  public <R> R accept(Visitor<R> visitor) {
    return visitor.rollingBack(this);
  }

  @Override
  public Transition next(PhaseInput seen) {
    if (seen.observation() instanceof Observation.Trouble trouble) {
      return trouble.freezes()
          ? Halted.frozen(this, seen, by(seen), trouble)
          : Halted.whenLate(this, seen, by(seen), seen.deadlines().preparing(), trouble);
    }
    if (!(seen.observation() instanceof Observation.Serving serving)) {
      return Transition.stay(this, seen);
    }
    if (!done(serving)) {
      return champion
          .flatMap(good -> hindered(good, serving, seen))
          .orElseGet(() -> restore(serving, seen));
    }
    Instant at = seen.notBefore(since);
    LoopMemory memory =
        run.isPresent()
            ? seen.memory()
            : seen.memory().reigning(champion.map(v -> new LoopMemory.LiveVersion(v, at)));
    return Transition.silent(new Idle(at), seen.with(memory), Effect.none());
  }

  /** Asked for again until it is seen to be done; a way back is never given up. */
  private Transition restore(Observation.Serving serving, PhaseInput seen) {
    Effect restore = new Effect.Restore(version, champion);
    Duration allowed = seen.deadlines().preparing();
    if (!seen.late(this, allowed)) {
      return Transition.silent(this, seen, restore);
    }
    return Halted.notedOnce(
        this,
        seen,
        restore,
        "restoring since " + since,
        by(seen)
            .make(
                Kind.HOLD,
                "deadline: " + word(),
                "it is tried on",
                "version "
                    + version
                    + " is still not gone after "
                    + allowed
                    + "; "
                    + serving.standing()));
  }

  /** Returns what follows while the champion cannot take the traffic; empty when it can. */
  private Optional<Transition> hindered(String good, Observation.Serving serving, PhaseInput seen) {
    if (serving.lost().contains(good)) {
      return Optional.of(lost(good, serving, seen));
    }
    if (serving.ready(good)) {
      return Optional.empty();
    }
    if (seen.late(this, seen.deadlines().preparing())) {
      return Optional.of(
          halted(
              "version "
                  + good
                  + " is not ready to take the traffic back within "
                  + seen.deadlines().preparing()
                  + "; "
                  + serving.standing(),
              seen));
    }
    return Optional.of(
        mustStandIn(good, serving)
            ? around(good, seen)
            : Transition.silent(this, seen, new Effect.Prepare(good)));
  }

  /**
   * Returns whether requests go to a champion that does not answer, though the other version does.
   */
  private boolean mustStandIn(String good, Observation.Serving serving) {
    return serving.served()
        && serving.health().containsKey(good)
        && serving.ready(version)
        && serving
            .traffic()
            .flatMap(Traffic::current)
            .filter(split -> split.share(good).value() > 0)
            .isPresent();
  }

  private Transition around(String good, PhaseInput seen) {
    return Transition.decided(
        this,
        seen,
        new Effect.Route(TrafficSplit.all(version)),
        by(seen)
            .make(
                Kind.STAGE,
                "rollback target",
                "version "
                    + version
                    + " has all the traffic until version "
                    + good
                    + " answers again",
                "version "
                    + good
                    + " does not answer its health check any more; it is started again"));
  }

  /** A version that still runs gets the traffic, though no alias can be given to it any more. */
  private Transition lost(String good, Observation.Serving serving, PhaseInput seen) {
    if (serving.served() && serving.ready(good) && !serving.allTrafficTo(good)) {
      return Transition.silent(this, seen, new Effect.Route(TrafficSplit.all(good)));
    }
    return halted(
        "version "
            + version
            + " cannot go back to version "
            + good
            + ", which the registry does not have any more; "
            + serving.standing(),
        seen);
  }

  private Transition halted(String why, PhaseInput seen) {
    return Halted.because(this, seen, by(seen), "rollback target", why);
  }

  private DecisionFactory by(PhaseInput seen) {
    DecisionFactory by = DecisionFactory.of(seen, this).version(version);
    return run.map(by::run).orElse(by);
  }

  private boolean done(Observation.Serving serving) {
    boolean traffic = champion.map(serving::allTrafficTo).orElse(true);
    boolean alias = !serving.aliases().champion().equals(Optional.of(version));
    VersionHealth left = serving.health().get(version);
    boolean predecessor = champion.isEmpty() || !serving.aliases().previous().equals(champion);
    return traffic && alias && predecessor && (left == null || champion.isEmpty());
  }
}
