package dev.retrain.backend.local.endpoint;

import dev.retrain.api.registry.ModelVersion;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes the endpoint's log; one place for its messages. */
final class EndpointLog {

  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedEndpoint.class);

  private EndpointLog() {}

  static void loadFailed(ModelVersion model, Throwable cause) {
    LOG.warn("{} cannot be loaded and will not become ready", model, cause);
  }

  static void loadingLate(ModelVersion model, Duration deadline) {
    LOG.warn("{} is not loaded after {}; its requests fail until it is", model, deadline);
  }

  static void started(String endpoint, Object uri) {
    LOG.info("endpoint {} listens on {}", endpoint, uri);
  }

  static void checkpointFailed(String endpoint, RuntimeException cause) {
    LOG.warn("the counts of endpoint {} were not kept; the next attempt follows", endpoint, cause);
  }

  static void leftBehind(Object file, Exception cause) {
    LOG.debug("{} may be left behind", file, cause);
  }

  static void unexpected(String what, Throwable cause) {
    LOG.error("{} failed", what, cause);
  }
}
