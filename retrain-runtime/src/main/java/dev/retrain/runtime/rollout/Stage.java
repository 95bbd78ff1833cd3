package dev.retrain.runtime.rollout;

import dev.retrain.api.metric.Percent;
import dev.retrain.api.rollout.Rollout;
import dev.retrain.api.rollout.Strategy;
import dev.retrain.spi.deploy.TrafficSplit;
import java.time.Duration;
import java.util.List;

/**
 * Describes one step of a rollout.
 *
 * @param share share of live traffic that the challenger receives, or of live requests mirrored to
 *     it
 * @param observe how long it is observed
 * @param mirrored whether requests are copied and their answers dropped
 */
record Stage(Percent share, Duration observe, boolean mirrored) {

  /** Returns the steps of a rollout; all traffic follows the last one. */
  static List<Stage> of(Rollout rollout) {
    Duration observe = rollout.observe();
    return rollout
        .strategy()
        .accept(
            new Strategy.Visitor<>() {
              @Override
              public List<Stage> allAtOnce(Strategy.AllAtOnce strategy) {
                return List.of(new Stage(Percent.ALL, observe, false));
              }

              @Override
              public List<Stage> canary(Strategy.Canary strategy) {
                return live(strategy.stages(), observe);
              }

              @Override
              public List<Stage> linear(Strategy.Linear strategy) {
                return strategy.stages().isEmpty()
                    ? List.of(new Stage(Percent.ALL, strategy.interval(), false))
                    : live(strategy.stages(), strategy.interval());
              }

              @Override
              public List<Stage> blueGreen(Strategy.BlueGreen strategy) {
                return List.of(new Stage(Percent.ALL, strategy.keep(), false));
              }

              @Override
              public List<Stage> abTest(Strategy.AbTest strategy) {
                return List.of(new Stage(strategy.share(), observe, false));
              }

              @Override
              public List<Stage> shadow(Strategy.Shadow strategy) {
                return List.of(new Stage(strategy.share(), observe, true));
              }
            });
  }

  private static List<Stage> live(List<Percent> shares, Duration observe) {
    return shares.stream().map(share -> new Stage(share, observe, false)).toList();
  }

  /** Returns the traffic split of this step. */
  TrafficSplit split(String challenger, String champion) {
    if (mirrored) {
      return TrafficSplit.all(champion).mirroredTo(challenger, share);
    }
    return share.equals(Percent.ALL)
        ? TrafficSplit.all(challenger)
        : TrafficSplit.of(challenger, share, champion);
  }

  /** Returns whether the challenger has all live traffic. */
  boolean alone() {
    return !mirrored && share.equals(Percent.ALL);
  }

  @Override
  public String toString() {
    return share + (mirrored ? " mirrored" : "");
  }
}
