package dev.retrain.runtime.provenance;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Holds the commit of the running code.
 *
 * @param sha 7 to 64 hexadecimal digits, in lower case
 */
public record Commit(String sha) {

  /** The environment variable that sets the commit explicitly. */
  public static final String VARIABLE = "RETRAIN_GIT_SHA";

  /**
   * The variables of build services: GitHub Actions, GitLab CI, Jenkins, Azure Pipelines, Bitbucket
   * Pipelines, CircleCI.
   */
  private static final List<String> VARIABLES =
      List.of(
          VARIABLE,
          "GITHUB_SHA",
          "CI_COMMIT_SHA",
          "GIT_COMMIT",
          "BUILD_SOURCEVERSION",
          "BITBUCKET_COMMIT",
          "CIRCLE_SHA1");

  private static final Pattern FORM = Pattern.compile("[0-9a-f]{7,64}");
  private static final int SHORT = 7;

  /** Checks the form. */
  public Commit {
    if (!FORM.matcher(sha).matches()) {
      throw new IllegalArgumentException(
          "'" + sha + "' is no commit: 7 to 64 hexadecimal digits in lower case");
    }
  }

  /** Returns the commit of this process: from its environment, else of its working folder. */
  public static Optional<Commit> here() {
    return find(System.getenv(), Path.of(""));
  }

  /**
   * Returns the commit of the first variable that holds one, else that of the repository of a
   * folder. Values that do not have the form of a commit are ignored.
   */
  static Optional<Commit> find(Map<String, String> environment, Path folder) {
    return VARIABLES.stream()
        .map(environment::get)
        .filter(value -> value != null && FORM.matcher(value).matches())
        .findFirst()
        .or(() -> GitFolder.commit(folder))
        .map(Commit::new);
  }

  /** Returns the first seven digits. */
  public String abbreviated() {
    return sha.substring(0, SHORT);
  }
}
