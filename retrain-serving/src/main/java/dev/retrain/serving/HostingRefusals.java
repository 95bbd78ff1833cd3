package dev.retrain.serving;

import dev.retrain.api.error.ConfigurationProblem;
import dev.retrain.api.error.FailureContext;
import dev.retrain.api.error.PermanentFailure;
import dev.retrain.api.error.TransientFailure;
import dev.retrain.api.registry.ModelVersion;
import dev.retrain.spi.deploy.TrafficSplit;
import java.time.Duration;

/** Creates the exceptions with which hosted versions reject a change. */
final class HostingRefusals {

  private HostingRefusals() {}

  static ConfigurationProblem anotherModel(ModelVersion requested, ModelVersion hosted) {
    return new ConfigurationProblem(
        "cannot prepare %s from %s: this process hosts %s from %s"
            .formatted(requested, requested.artifact(), hosted, hosted.artifact()),
        FailureContext.hint("Retire that version first, or use one target per model."),
        null);
  }

  static TransientFailure retiring(ModelVersion requested) {
    return new TransientFailure(
        "cannot prepare " + requested + ": it is being retired",
        FailureContext.hint("Wait until it is retired, then prepare it again."),
        null);
  }

  static PermanentFailure notReady(TrafficSplit split, String version, String state) {
    return new PermanentFailure(
        "cannot route " + split + ": version " + version + " " + state,
        FailureContext.hint("Prepare it and wait until its health reports ready."),
        null);
  }

  static PermanentFailure hasTraffic(String version, TrafficSplit split) {
    return new PermanentFailure(
        "cannot retire version " + version + ": it has traffic: " + split,
        FailureContext.hint("Route its traffic to another version first."),
        null);
  }

  static TransientFailure stillAnswers(String version, Duration waited, int requests) {
    return new TransientFailure(
        "cannot retire version %s: after %s it still answers %d requests"
            .formatted(version, waited, requests),
        FailureContext.hint("Retire it again later; it receives no new requests."),
        null);
  }
}
