package dev.retrain.cli;

import dev.retrain.api.document.Node;
import dev.retrain.api.error.ConfigurationProblem;
import dev.retrain.api.error.FailureContext;
import dev.retrain.api.registry.ModelVersion;
import dev.retrain.runtime.provenance.Provenance;
import dev.retrain.spi.backend.Backend;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code retrain tag}. */
@Command(
    name = "tag",
    mixinStandardHelpOptions = true,
    description =
        "Writes the annotated Git tag of a model version, v{commit}-{time}, at the commit that the"
            + " version was trained from. Does nothing if the tag exists there. Pushes nothing.")
final class TagCommand implements Callable<Integer> {

  @Parameters(paramLabel = "MODEL@VERSION", description = "A version of the registry.")
  @SuppressWarnings("NullAway.Init") // set by picocli
  private String name;

  @Option(
      names = "--repository",
      paramLabel = "DIR",
      defaultValue = "",
      description = "A folder of the Git repository. Default: the working folder.")
  @SuppressWarnings("NullAway.Init") // set by picocli
  private Path repository;

  @Mixin private final BackendOptions operated = new BackendOptions();
  @Mixin private final OutputOptions output = new OutputOptions();

  @Override
  public Integer call() {
    ModelVersion version = version(VersionName.parse(name));
    String tag = recorded(version, Provenance.VERSION_TAG);
    String commit = recorded(version, Provenance.COMMIT_TAG);
    boolean made = new GitTags(repository.toAbsolutePath()).create(tag, commit, "model " + version);
    output.print(
        Node.of(Map.of("tag", Node.of(tag), "commit", Node.of(commit), "existed", Node.of(!made))),
        out -> out.println(tag + (made ? " is written at " : " exists at ") + commit));
    return ExitCode.DONE;
  }

  private ModelVersion version(VersionName wanted) {
    try (Backend backend = operated.openOperated()) {
      Optional<ModelVersion> found =
          operated.registry(backend).version(wanted.model(), wanted.version());
      return found.orElseThrow(
          () ->
              new ConfigurationProblem(
                  "the registry has no version " + wanted,
                  FailureContext.hint("Correct the name, or name the registry in retrain.yaml"),
                  null));
    }
  }

  private static String recorded(ModelVersion version, String key) {
    String value = version.tags().get(key);
    if (value == null) {
      throw new ConfigurationProblem(
          "the version " + version + " has no tag " + key + ", so its commit is unknown",
          FailureContext.hint(
              "Train in a Git checkout, or set RETRAIN_GIT_SHA to the commit, and register again"),
          null);
    }
    return value;
  }
}
