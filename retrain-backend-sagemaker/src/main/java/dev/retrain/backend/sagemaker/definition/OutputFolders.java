package dev.retrain.backend.sagemaker.definition;

import dev.retrain.api.document.Node;
import dev.retrain.api.pipeline.Artifact;
import dev.retrain.api.pipeline.ContainerTask;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes the output folders of a training job that writes more than one artifact: the service makes
 * only {@code /opt/ml/model}, above them. A small {@code sh} script makes them before the program
 * starts, so the image needs {@code sh}.
 */
final class OutputFolders {

  /** How many folders follow, the folders, then the command. */
  private static final String SCRIPT =
      "n=$1; shift; while [ \"$n\" -gt 0 ]; do mkdir -p \"$1\" || exit 1; shift; n=$((n-1)); done;"
          + " exec \"$@\"";

  private OutputFolders() {}

  /** Returns whether the program of a task needs folders made. */
  static boolean areMade(ContainerTask task) {
    return ContentArtifacts.written(task).size() > 1;
  }

  /** Returns the program that makes the folders and then runs what follows. */
  static List<Node> wrapper() {
    return List.of(Node.of("sh"), Node.of("-c"), Node.of(SCRIPT), Node.of("retrain"));
  }

  /**
   * Returns the words before the command of a trial. A trial's variables have 512 characters, so
   * the folders stand in the script, which their names allow: letters, digits, hyphens and
   * underscores.
   */
  static List<Node> trialWords(ContainerTask task, ContainerPaths paths) {
    StringBuilder script = new StringBuilder("mkdir -p");
    ContentArtifacts.written(task)
        .forEach(artifact -> script.append(' ').append(paths.out(artifact.name())));
    return List.of(
        Node.of("sh"), Node.of("-c"), Node.of(script + "&&exec \"$@\""), Node.of("retrain"));
  }

  /** Returns the first arguments of the wrapper. */
  static List<Node> arguments(ContainerTask task, ContainerPaths paths) {
    List<Node> arguments = new ArrayList<>();
    List<Artifact<?>> written = ContentArtifacts.written(task);
    arguments.add(Node.of(Integer.toString(written.size())));
    written.forEach(artifact -> arguments.add(Node.of(paths.out(artifact.name()))));
    return arguments;
  }
}
