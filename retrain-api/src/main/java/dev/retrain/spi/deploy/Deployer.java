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
   * Makes a version ready to answer, without traffic. Returns before it is ready; {@link #health()}
   * says when it is. Asked again for one that does not answer any more, it starts it again where it
   * can.
   */
  void prepare(ApprovedModel model);

  /**
   * Sets the traffic, all of it at once.
   *
   * @throws dev.retrain.api.error.PermanentFailure if a version with traffic is not ready; then
   *     nothing has changed
   */
  void route(TrafficSplit split);

  /** The traffic as the target has it now; empty before the first {@code route}. */
  Optional<TrafficSplit> traffic();

  /** What was counted, by version, for every version that was prepared and not retired. */
  Map<String, VersionHealth> health();

  /**
   * Drains a version and frees what it holds; one that does not exist is retired already.
   *
   * @throws dev.retrain.api.error.PermanentFailure if it still has traffic; then nothing has
   *     changed
   */
  void retire(String version);

  @Override
  void close();
}
