package dev.retrain.cli;

import dev.retrain.api.error.ConfigurationProblem;
import dev.retrain.api.error.FailureContext;

/** A model version written as {@code model@version}. */
record VersionName(String model, String version) {

  static VersionName parse(String text) {
    int at = text.lastIndexOf('@');
    if (at < 1 || at == text.length() - 1) {
      throw new ConfigurationProblem(
          "'" + text + "' is not a model version",
          FailureContext.hint("write MODEL@VERSION, such as flight-delays@3"),
          null);
    }
    return new VersionName(text.substring(0, at), text.substring(at + 1));
  }

  @Override
  public String toString() {
    return model + "@" + version;
  }
}
