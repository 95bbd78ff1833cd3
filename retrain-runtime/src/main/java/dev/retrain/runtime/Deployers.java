package dev.retrain.runtime;

import dev.retrain.api.rollout.Target;
import dev.retrain.spi.backend.Backend;
import dev.retrain.spi.deploy.Deployer;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The deployers of targets: those the application gave, which it closes itself, and those of the
 * backend, which are made once and closed here. Thread-safe.
 */
final class Deployers implements AutoCloseable {

  private final Map<Target, Deployer> given;
  private final Map<Target, Optional<Deployer>> made = new ConcurrentHashMap<>();

  Deployers(Map<Target, Deployer> given) {
    this.given = Map.copyOf(given);
  }

  /**
   * Returns the deployer of a target.
   *
   * @param backend that makes it at the first call
   */
  Optional<Deployer> of(Target target, Backend backend) {
    Deployer own = given.get(target);
    if (own != null) {
      return Optional.of(own);
    }
    Optional<Deployer> known = made.get(target);
    return known == null ? make(target, backend) : known;
  }

  /** Returns the deployer of a target if it was given or made already. */
  Optional<Deployer> made(Target target) {
    return Optional.ofNullable(given.get(target))
        .or(() -> made.getOrDefault(target, Optional.empty()));
  }

  /** Whether the backend was asked already, so that it is not called again. */
  boolean isKnown(Target target) {
    return given.containsKey(target) || made.containsKey(target);
  }

  /** Makes it outside of any lock: a backend that hangs delays no other target. */
  private Optional<Deployer> make(Target target, Backend backend) {
    Optional<Deployer> fresh = backend.deployer(target);
    Optional<Deployer> first = made.putIfAbsent(target, fresh);
    if (first == null) {
      return fresh;
    }
    fresh.filter(second -> first.orElse(null) != second).ifPresent(Deployer::close);
    return first;
  }

  @Override
  public void close() {
    made.values().forEach(deployer -> deployer.ifPresent(Deployer::close));
    made.clear();
  }
}
