package dev.retrain.cli;

import dev.retrain.api.error.ConfigurationProblem;
import dev.retrain.api.error.FailureContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Tells a GitHub workflow a value of a step. */
final class GithubOutput {

  private GithubOutput() {}

  static void append(String name, String value) {
    String file = System.getenv("GITHUB_OUTPUT");
    if (file == null || file.isBlank()) {
      throw new ConfigurationProblem(
          "asked for the format github, but $GITHUB_OUTPUT is not set",
          FailureContext.hint("run it inside a workflow, or use --output-format json"),
          null);
    }
    try {
      Files.writeString(
          Path.of(file),
          name + "=" + value + "\n",
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new ConfigurationProblem(
          "cannot append to $GITHUB_OUTPUT " + file + ": " + e.getMessage(),
          FailureContext.none(),
          e);
    }
  }
}
