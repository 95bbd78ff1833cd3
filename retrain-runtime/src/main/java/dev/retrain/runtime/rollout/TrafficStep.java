package dev.retrain.runtime.rollout;

import dev.retrain.runtime.evidence.Facts;
import dev.retrain.spi.deploy.Traffic;
import dev.retrain.spi.deploy.TrafficSplit;
import java.util.Optional;

/**
 * Decides what brings a target to the traffic of a stage.
 *
 * @param state of the rollout
 * @param wanted the traffic it must have
 * @param observation the target, which does not have it
 */
record TrafficStep(RolloutState state, TrafficSplit wanted, RolloutObservation observation) {

  /**
   * Returns what follows where the traffic must not be set: waiting while the target changes to
   * that traffic, or the end of the rollout where the target could not set it or has traffic that
   * was not requested. Empty where the traffic is to be set.
   */
  Optional<RolloutStep> insteadOfRouting() {
    Optional<Traffic> traffic = observation.traffic();
    if (traffic.isEmpty()) {
      return Optional.empty();
    }
    if (traffic.get() instanceof Traffic.Updating updating) {
      return Optional.of(updating)
          .filter(change -> observation.resolution().same(change.to(), wanted))
          .map(change -> new RolloutStep.Wait(state));
    }
    if (traffic.get() instanceof Traffic.Failed failed) {
      return Optional.of(
          new RolloutStep.RollBack(
              "rollback: traffic",
              "the target could not set the traffic to " + wanted + ": " + failed.why(),
              Facts.NONE.toNode()));
    }
    return state.stageBegan().isEmpty()
        ? Optional.empty()
        : Optional.of(unrequested(((Traffic.Settled) traffic.get()).split()));
  }

  /** Once the stage had its traffic, another split is the work of others. */
  private RolloutStep unrequested(TrafficSplit split) {
    String changed = "the traffic is " + split + ", and not " + wanted + " as it was set";
    boolean back =
        state
            .champion()
            .filter(champion -> observation.resolution().same(split, TrafficSplit.all(champion)))
            .isPresent();
    return back
        ? new RolloutStep.RollBack(
            "rollback: traffic",
            changed + ": the target or a person gave it back to the champion",
            Facts.NONE.toNode())
        : new RolloutStep.Stop(changed + ": the target or a person changed it");
  }
}
