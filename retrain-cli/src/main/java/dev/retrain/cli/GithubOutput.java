package dev.retrain.cli;

import dev.retrain.api.error.ConfigurationProblem;
import dev.retrain.api.error.FailureContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Passes the outputs of a step to a GitHub workflow.
 *
 * @param file the file that the workflow reads
 */
record GithubOutput(Path file) {

  /**
   * Returns the output file of the current step.
   *
   * @throws ConfigurationProblem if this process runs outside a workflow
   */
  static GithubOutput ofWorkflow() {
    String file = System.getenv("GITHUB_OUTPUT");
    if (file == null || file.isBlank()) {
      throw new ConfigurationProblem(
          "the format github requires $GITHUB_OUTPUT, which is not set",
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
