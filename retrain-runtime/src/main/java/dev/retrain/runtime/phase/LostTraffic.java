package dev.retrain.runtime.phase;

import static java.util.Objects.requireNonNull;

import dev.retrain.api.retraining.Decision;
import dev.retrain.spi.deploy.TrafficSplit;
import java.util.Optional;

/**
 * Gives the live version its traffic back on a target that lost both with its process, such as a
 * router in the application's own JVM. Only a target that reports no traffic at all is concerned:
 * one that cannot be seen is left alone.
 *
 * @param settled whether nothing is left to restore
 * @param step what to do now; empty while the version loads
 */
public record LostTraffic(boolean settled, Optional<LoopState.Step> step) {

  private static final LostTraffic NOTHING = new LostTraffic(true, Optional.empty());
  private static final LostTraffic WAITING = new LostTraffic(false, Optional.empty());

  /** Checks that nothing is missing. */
  public LostTraffic {
    requireNonNull(step);
  }

  /** Returns what follows from a look at the target. */
  public static LostTraffic of(LoopState state, PhaseInput seen) {
    if (!(seen.observation() instanceof Observation.Serving serving)) {
      return WAITING;
    }
    Optional<String> live = live(state.phase(), serving.aliases());
    if (!serving.served() || serving.traffic().isPresent() || live.isEmpty()) {
      return NOTHING;
    }
    return restore(live.get(), serving, state, seen);
  }

  /** Returns the version that must have traffic now; a rollback restores its own. */
  private static Optional<String> live(Phase phase, Observation.Aliases aliases) {
    if (phase instanceof RollingBack) {
      return Optional.empty();
    }
    if (phase instanceof RollingOut out) {
      return out.rollout().promoting()
          ? Optional.of(out.challenger().version())
          : out.rollout().champion();
    }
    return aliases.champion();
  }

  private static LostTraffic restore(
      String version, Observation.Serving serving, LoopState state, PhaseInput seen) {
    if (!serving.health().containsKey(version)) {
      return step(Transition.silent(state.phase(), seen, new Effect.Prepare(version)), state);
    }
    if (!serving.ready(version)) {
      return WAITING;
    }
    boolean promoting = state.phase() instanceof RollingOut out && out.rollout().promoting();
    return promoting
        ? NOTHING // the promotion routes it itself
        : step(routed(version, state.phase(), seen), state);
  }

  private static Transition routed(String version, Phase phase, PhaseInput seen) {
    return Transition.decided(
        phase instanceof RollingOut out ? out.observedAnew() : phase,
        seen,
        new Effect.Route(TrafficSplit.all(version)),
        DecisionFactory.of(seen, phase)
            .version(version)
            .make(
                Decision.Kind.STAGE,
                "restart",
                "version " + version + " has all the traffic",
                "the target had no traffic, as after a restart of its process"));
  }

  private static LostTraffic step(Transition transition, LoopState state) {
    LoopState after = new LoopState(transition.next(), transition.memory(), state.armed());
    return new LostTraffic(false, Optional.of(new LoopState.Step(after, transition)));
  }
}
