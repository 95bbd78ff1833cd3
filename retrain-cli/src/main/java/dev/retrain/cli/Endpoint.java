package dev.retrain.cli;

import dev.retrain.api.error.FailureContext;
import dev.retrain.api.error.UnsupportedFeature;
import dev.retrain.api.metric.Percent;
import dev.retrain.api.rollout.Target;
import dev.retrain.spi.backend.Backend;
import dev.retrain.spi.deploy.Deployer;
import dev.retrain.spi.deploy.TrafficSplit;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;

/** Opens endpoints of a backend. */
final class Endpoint {

  private Endpoint() {}

  static Deployer deployer(Backend backend, String name) {
    return backend
        .deployer(Target.endpoint(name))
        .orElseThrow(
            () ->
                new UnsupportedFeature(
                    "the backend " + backend.name() + " cannot serve the endpoint " + name,
                    FailureContext.hint("name a backend that serves models"),
                    null));
  }

  /** Returns the version with the largest share of live traffic, the challenger excepted. */
  static Optional<String> champion(Optional<TrafficSplit> traffic, String challenger) {
    return traffic.flatMap(
        split ->
            split.live().entrySet().stream()
                .filter(live -> !live.getKey().equals(challenger))
                .filter(live -> live.getValue().compareTo(Percent.NONE) > 0)
                .max(Comparator.comparing(Map.Entry::getValue))
                .map(Map.Entry::getKey));
  }
}
