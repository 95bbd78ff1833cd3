package dev.retrain.spi.deploy;

import dev.retrain.api.registry.ApprovedModel;
import java.util.Map;
import java.util.Optional;

/**
 * Sets traffic and reads health of one target. It does not decide.
 *
 * <p>Every call is idempotent, has a deadline and may be repeated after a crash. Thread-safe. All
 * methods throw {@link dev.retrain.api.error.TransientFailure} or {@link
 * dev.retrain.api.error.PermanentFailure}.
 */
public interface Deployer extends AutoCloseable {

  /**
   * Prepares a version to answer, without traffic. Returns before the version is ready; {@link
   * #health()} reports when it is. A repeated call for a version that no longer answers starts it
   * again where that is possible.
   */
  void prepare(ApprovedModel model);

  /**
   * Sets all shares of the traffic in one change. Returns before the change has settled; {@link
   * #traffic()} reports when it has.
   *
   * @throws dev.retrain.api.error.PermanentFailure if a version with traffic is not ready; nothing
   *     has changed then
   * @throws dev.retrain.api.error.TransientFailure if an earlier change is under way that the
   *     target cannot replace; nothing has changed then
   */
  void route(TrafficSplit split);

  /**
   * Returns the traffic of the target, read from the target; empty before the first {@code route}.
   */
  Optional<Traffic> traffic();

  /** Returns the split that requests follow now, settled or not. */
  default Optional<TrafficSplit> split() {
    return traffic().flatMap(Traffic::current);
  }

  /**
   * Returns the smallest difference of traffic that the target can set. Shares between its steps
   * are refused before a rollout starts, and traffic that was read is compared within it.
   */
  default TrafficResolution resolution() {
    return TrafficResolution.EXACT;
  }

  /** Returns the state and all counts of every version that was prepared and not retired. */
  default Map<String, VersionHealth> health() {
    return health(HealthQuery.ALL);
  }

  /**
   * Returns the state and the counts of every version that was prepared and not retired. A target
   * with cumulative counters returns these; one that counts by intervals returns the counts from
   * {@link HealthQuery#since} to the end of its last complete interval, the same for all versions.
   */
  Map<String, VersionHealth> health(HealthQuery query);

  /** Returns how the target reports latency. Rules it cannot test are refused beforehand. */
  default LatencyForm latency() {
    return LatencyForm.COUNTED;
  }

  /**
   * Returns why a prepared version is not ready, such as the last lines of its server's output;
   * empty if it is ready, or if the target does not tell.
   */
  default Optional<String> problem(String version) {
    return Optional.empty();
  }

  /**
   * Drains a version and releases its resources; a version that does not exist is already retired.
   *
   * @throws dev.retrain.api.error.PermanentFailure if it still has traffic; nothing has changed
   *     then
   */
  void retire(String version);

  @Override
  void close();
}
