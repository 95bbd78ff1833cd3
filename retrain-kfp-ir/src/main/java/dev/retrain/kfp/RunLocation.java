package dev.retrain.kfp;

import dev.retrain.kfp.ir.Argument;
import dev.retrain.translation.StepImages;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where a definition runs, the same for both servers.
 *
 * @param artifactRoot address below which all outputs lie, without a final slash
 * @param stepsImage image of the standard steps
 * @param stepsCommand what runs a standard step in that image; the component's name follows
 * @param registry address of the model registry, passed to the step that registers
 * @param mounted prefix of paths that the service mounts into containers; empty when none is
 */
public record RunLocation(
    String artifactRoot,
    String stepsImage,
    List<String> stepsCommand,
    String registry,
    String mounted) {

  /** Copies the command. */
  public RunLocation {
    stepsCommand = List.copyOf(stepsCommand);
  }

  /** Returns the images that programs run in; the settings put no registry before names. */
  StepImages images() {
    return new StepImages(
        stepsImage.isEmpty() ? Optional.empty() : Optional.of(stepsImage),
        stepsCommand,
        Optional.empty());
  }

  /** Returns the command line that runs a standard step. */
  List<Argument> command(String component) {
    return Stream.concat(stepsCommand.stream(), Stream.of(component)).map(Argument::text).toList();
  }

  /** Returns the address of the champion when there is none: an empty folder. */
  String noChampion(String pipeline) {
    return artifactRoot + "/" + pipeline + "/no-champion";
  }
}
