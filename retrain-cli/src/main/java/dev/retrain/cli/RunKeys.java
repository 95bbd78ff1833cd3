package dev.retrain.cli;

import dev.retrain.api.error.ConfigurationProblem;
import dev.retrain.api.error.FailureContext;
import dev.retrain.spi.backend.Backend;
import dev.retrain.spi.backend.RunHandle;
import dev.retrain.spi.backend.RunKey;

/** Finds runs by the key that a person types. */
final class RunKeys {

  private RunKeys() {}

  /** Returns the run of a key. */
  static RunHandle find(Backend backend, String key) {
    return backend
        .find(parse(key))
        .orElseThrow(
            () ->
                new ConfigurationProblem(
                    "the backend " + backend.name() + " has no run " + key,
                    FailureContext.hint("list its runs with retrain status PIPELINE"),
                    null));
  }

  private static RunKey parse(String text) {
    try {
      return new RunKey(text);
    } catch (IllegalArgumentException e) {
      throw new ConfigurationProblem(
          "cannot name a run: " + e.getMessage(),
          FailureContext.hint("copy the key from retrain status"),
          e);
    }
  }
}
