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
   * Sets all shares of the traffic in one change.
   *
   * @throws dev.retrain.api.error.PermanentFailure if a version with traffic is not ready; nothing
   *     has changed then
   */
  void route(TrafficSplit split);

  /** Returns the current traffic of the target; empty before the first {@code route}. */
  Optional<TrafficSplit> traffic();

  /** Returns the counters of every version that was prepared and not retired. */
  Map<String, VersionHealth> health();

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
