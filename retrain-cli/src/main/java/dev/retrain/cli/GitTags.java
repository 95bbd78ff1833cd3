package dev.retrain.cli;

import dev.retrain.api.error.ConfigurationProblem;
import dev.retrain.api.error.FailureContext;
import dev.retrain.api.error.TransientFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Writes tags with the {@code git} command.
 *
 * @param folder a folder of the repository
 */
record GitTags(Path folder) {

  private static final long DEADLINE_SECONDS = 30;

  /** An end of git with what it printed, standard error included. */
  private record Ended(int exitCode, String text) {}

  /**
   * Creates an annotated tag.
   *
   * @return false if the tag exists at the commit already
   * @throws ConfigurationProblem if it exists elsewhere, or git refuses
   */
  boolean create(String tag, String commit, String message) {
    Ended existing = git("rev-parse", "--verify", "--quiet", "refs/tags/" + tag + "^{commit}");
    if (existing.exitCode() == 0) {
      if (existing.text().equals(commit)) {
        return false;
      }
      throw problem(tag, "it exists at " + existing.text() + ", not at " + commit);
    }
    Ended made = git("tag", "--annotate", "--message", message, tag, commit);
    if (made.exitCode() != 0) {
      throw problem(tag, made.text());
    }
    return true;
  }

  private ConfigurationProblem problem(String tag, String why) {
    return new ConfigurationProblem(
        "cannot write the Git tag " + tag + " in " + folder + ": " + why,
        FailureContext.hint("Run it in a checkout that has the commit, or give --repository"),
        null);
  }

  private Ended git(String... arguments) {
    List<String> words = new ArrayList<>(List.of("git"));
    words.addAll(List.of(arguments));
    try {
      // A file, because a pipe that nothing reads blocks git before its deadline.
      Path printed = Files.createTempFile("retrain-git", ".txt");
      try {
        return run(new ProcessBuilder(words).directory(folder.toFile()), printed);
      } finally {
        Files.deleteIfExists(printed);
      }
    } catch (IOException e) {
      throw new ConfigurationProblem(
          "git cannot be started in " + folder + ": " + e.getMessage(),
          FailureContext.hint("Install git, or correct --repository"),
          e);
    }
  }

  private static Ended run(ProcessBuilder command, Path printed) throws IOException {
    Process process = command.redirectErrorStream(true).redirectOutput(printed.toFile()).start();
    process.getOutputStream().close();
    try {
      if (process.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS)) {
        return new Ended(
            process.exitValue(), Files.readString(printed, StandardCharsets.UTF_8).strip());
      }
      process.destroyForcibly();
      throw new TransientFailure("git did not end within " + DEADLINE_SECONDS + " seconds");
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new TransientFailure("interrupted while git ran");
    }
  }
}
