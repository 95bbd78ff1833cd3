package dev.retrain.kfp.ir;

import java.util.Map;
import java.util.SortedMap;

/**
 * A whole pipeline definition of schema 2.1.0.
 *
 * @param name of the pipeline
 * @param description for people, at most 1024 characters; may be empty
 * @param pipelineRoot address below which outputs lie; empty for the default of the server
 * @param components by key, each key {@code comp-} and a name
 * @param executors by key, each key {@code exec-} and a name
 * @param root the outermost graph and the parameters of a run
 */
public record PipelineSpec(
    String name,
    String description,
    String pipelineRoot,
    SortedMap<String, ComponentSpec> components,
    SortedMap<String, Executor> executors,
    ComponentSpec root) {

  /** The schema written, and the only one current servers take. */
  public static final String SCHEMA_VERSION = "2.1.0";

  /**
   * Vertex reads this as the version of the Python SDK that compiled the definition; the form must
   * be kept.
   */
  static final String SDK_VERSION = "kfp-2.14.3";

  /** Copies the maps. */
  public PipelineSpec {
    components = SortedMaps.copy(components);
    executors = SortedMaps.copy(executors);
  }

  /** Returns a definition from maps of any order. */
  public static PipelineSpec of(
      String name,
      String description,
      Map<String, ComponentSpec> components,
      Map<String, Executor> executors,
      ComponentSpec root) {
    return new PipelineSpec(
        name, description, "", SortedMaps.copy(components), SortedMaps.copy(executors), root);
  }

  /** Returns the same definition with another address for outputs. */
  public PipelineSpec withPipelineRoot(String address) {
    return new PipelineSpec(name, description, address, components, executors, root);
  }
}
