package dev.retrain.cli;

import dev.retrain.api.error.ConfigurationProblem;
import dev.retrain.api.error.FailureContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Tells a GitHub workflow the values of a step.
 *
 * @param file where the workflow reads them
 */
record GithubOutput(Path file) {

  /**
   * The output of the step this runs in.
   *
   * @throws ConfigurationProblem if it runs in no workflow
   */
  static GithubOutput ofWorkflow() {
    String file = System.getenv("GITHUB_OUTPUT");
    if (file == null || file.isBlank()) {
      throw new ConfigurationProblem(
          "asked for the format github, but $GITHUB_OUTPUT is not set",
          FailureContext.hint("run it inside a workflow, or use --output-format json"),
          null);
    }
    return new GithubOutput(Path.of(file));
  }

  void append(String name, String value) {
    try {
      Files.writeString(
          file, name + "=" + value + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new ConfigurationProblem(
          "cannot append to $GITHUB_OUTPUT " + file + ": " + e.getMessage(),
          FailureContext.none(),
          e);
    }
  }
}
