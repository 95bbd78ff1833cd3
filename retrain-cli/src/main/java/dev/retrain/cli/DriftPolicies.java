package dev.retrain.cli;

import dev.retrain.api.error.ConfigurationProblem;
import dev.retrain.api.error.FailureContext;
import dev.retrain.drift.detect.DriftPolicy;
import java.nio.file.Files;
import java.nio.file.Path;

/** Finds drift policies by name or file. */
final class DriftPolicies {

  private DriftPolicies() {}

  static DriftPolicy named(String policy) {
    if (policy.equals("standard")) {
      return DriftPolicy.standard();
    }
    if (policy.equals("guide")) {
      return DriftPolicy.guide();
    }
    if (Files.isRegularFile(Path.of(policy))) {
      return DriftPolicy.read(Path.of(policy));
    }
    throw new ConfigurationProblem(
        "the drift policy '" + policy + "' is neither a known name nor a file",
        FailureContext.hint("use standard, guide, or the path of a policy file"),
        null);
  }
}
