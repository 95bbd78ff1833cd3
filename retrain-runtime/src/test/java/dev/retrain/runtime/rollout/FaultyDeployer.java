package dev.retrain.runtime.rollout;

import dev.retrain.api.error.PermanentFailure;
import dev.retrain.api.error.TransientFailure;
import dev.retrain.api.registry.ApprovedModel;
import dev.retrain.spi.deploy.Deployer;
import dev.retrain.spi.deploy.HealthQuery;
import dev.retrain.spi.deploy.Traffic;
import dev.retrain.spi.deploy.TrafficSplit;
import dev.retrain.spi.deploy.VersionHealth;
import dev.retrain.testkit.FakeDeployer;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;

/**
 * A target whose calls fail before or after they were done, kill the process, or lie about health;
 * it checks that traffic stands on ready versions.
 */
final class FaultyDeployer implements Deployer {

  /** The process died within a call. */
  static final class Died extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  final FakeDeployer real = new FakeDeployer();
  private final Random random;
  double faults;

  FaultyDeployer(Random random) {
    this.random = random;
  }

  private void maybeFail() {
    if (random.nextDouble() < faults) {
      throw switch (random.nextInt(4)) {
        case 0 -> new Died();
        case 1 -> new PermanentFailure("the target says no, and means it for now");
        default -> new TransientFailure("the target is away");
      };
    }
  }

  @Override
  public void prepare(ApprovedModel model) {
    maybeFail();
    real.prepare(model);
    maybeFail();
  }

  @Override
  public void route(TrafficSplit split) {
    maybeFail();
    real.route(split);
    for (String version : split.live().keySet()) {
      if (split.share(version).value() > 0 && !real.health().get(version).ready()) {
        throw new AssertionError("traffic on version " + version + ", which is not ready");
      }
    }
    maybeFail();
  }

  @Override
  public Optional<Traffic> traffic() {
    maybeFail();
    return real.traffic();
  }

  @Override
  public Map<String, VersionHealth> health(HealthQuery query) {
    maybeFail();
    Map<String, VersionHealth> health = new TreeMap<>(real.health());
    if (random.nextDouble() < faults / 4) {
      health.computeIfPresent("2", (version, was) -> VersionHealth.ABSENT);
    } else if (random.nextDouble() < faults / 4) {
      health.remove("1");
    } else if (random.nextDouble() < faults / 4) {
      health.computeIfPresent("1", (version, was) -> VersionHealth.ABSENT);
    }
    return health;
  }

  @Override
  public void retire(String version) {
    maybeFail();
    real.retire(version);
    maybeFail();
  }

  @Override
  public void close() {}
}
