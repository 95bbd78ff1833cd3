package dev.retrain.kfp.ir;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/** What a component with an executor does. */
public sealed interface Executor {

  /**
   * Runs a container. The image's own entry point is never used.
   *
   * @param image reference
   * @param command what is run; its first element may hold no marker
   * @param args what follows the command
   * @param env literal environment; no marker is replaced here
   * @param resources what it needs
   */
  record Container(
      String image,
      List<Argument> command,
      List<Argument> args,
      SortedMap<String, String> env,
      Optional<ContainerResources> resources)
      implements Executor {
    /** Copies the collections. */
    public Container {
      command = List.copyOf(command);
      args = List.copyOf(args);
      env = SortedMaps.copy(env);
    }

    /** Returns a container without environment and resources. */
    public static Container of(String image, List<Argument> command, List<Argument> args) {
      return new Container(image, command, args, SortedMaps.copy(Map.of()), Optional.empty());
    }

    /** Returns the same container with an environment and the resources it needs. */
    public Container with(Map<String, String> environment, Optional<ContainerResources> machine) {
      return new Container(image, command, args, SortedMaps.copy(environment), machine);
    }
  }

  /**
   * Brings an artifact from outside into the pipeline. By convention the component has the input
   * {@link #URI} and the output {@link #ARTIFACT}.
   *
   * @param type schema of the artifact
   */
  record Importer(ArtifactType type) implements Executor {
    /** The input parameter that holds the artifact's address. */
    public static final String URI = "uri";

    /** The output artifact. */
    public static final String ARTIFACT = "artifact";
  }
}
