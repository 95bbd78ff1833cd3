package dev.retrain.kfp.ir;

import java.util.Map;
import java.util.SortedMap;

/**
 * What a component gives out.
 *
 * @param parameters by name
 * @param artifacts by name
 */
public record Outputs(
    SortedMap<String, ParameterType> parameters, SortedMap<String, ArtifactType> artifacts) {

  /** No outputs. */
  public static final Outputs NONE = Outputs.of(Map.of(), Map.of());

  /** Copies both maps. */
  public Outputs {
    parameters = SortedMaps.copy(parameters);
    artifacts = SortedMaps.copy(artifacts);
  }

  /** Returns outputs from maps of any order. */
  public static Outputs of(
      Map<String, ParameterType> parameters, Map<String, ArtifactType> artifacts) {
    return new Outputs(SortedMaps.copy(parameters), SortedMaps.copy(artifacts));
  }

  boolean isEmpty() {
    return parameters.isEmpty() && artifacts.isEmpty();
  }
}
