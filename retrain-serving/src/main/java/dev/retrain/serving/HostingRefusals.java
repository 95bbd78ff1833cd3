package dev.retrain.serving;

import dev.retrain.api.error.ConfigurationProblem;
import dev.retrain.api.error.FailureContext;
import dev.retrain.api.error.PermanentFailure;
import dev.retrain.api.error.TransientFailure;
import dev.retrain.api.registry.ModelVersion;
import dev.retrain.spi.deploy.TrafficSplit;
import java.time.Duration;

/** What hosted versions say when they refuse. */
final class HostingRefusals {

  private HostingRefusals() {}

  static ConfigurationProblem anotherModel(ModelVersion asked, ModelVersion known) {
    return new ConfigurationProblem(
        "asked to prepare %s from %s, but %s from %s is hosted here"
            .formatted(asked, asked.artifact(), known, known.artifact()),
        FailureContext.hint("retire that version first, or use one target per model"),
        null);
  }

  static TransientFailure retiring(ModelVersion asked) {
    return new TransientFailure(
        "asked to prepare " + asked + ", which is being retired",
        FailureContext.hint("retire it to the end first"),
        null);
  }

  static PermanentFailure notReady(TrafficSplit split, String version, String state) {
    return new PermanentFailure(
        "asked to route " + split + ", but version " + version + " " + state,
        FailureContext.hint("prepare it and wait until its health says ready"),
        null);
  }

  static PermanentFailure hasTraffic(String version, TrafficSplit split) {
    return new PermanentFailure(
        "asked to retire version " + version + ", which has traffic: " + split,
        FailureContext.hint("route its traffic to another version first"),
        null);
  }

  static TransientFailure stillAnswers(String version, Duration waited, int requests) {
    return new TransientFailure(
        "asked to retire version %s, but after %s it still answers %d requests"
            .formatted(version, waited, requests),
        FailureContext.hint("ask again; it gets no new ones"),
        null);
  }
}
