package dev.retrain.kfp.ir;

import java.util.Map;
import java.util.SortedMap;

/**
 * What a component takes in.
 *
 * @param parameters by name
 * @param artifacts by name; each must be given
 */
public record Inputs(
    SortedMap<String, ParameterInput> parameters, SortedMap<String, ArtifactType> artifacts) {

  /** No inputs. */
  public static final Inputs NONE = Inputs.of(Map.of(), Map.of());

  /** Copies both maps. */
  public Inputs {
    parameters = SortedMaps.copy(parameters);
    artifacts = SortedMaps.copy(artifacts);
  }

  /** Returns inputs from maps of any order. */
  public static Inputs of(
      Map<String, ParameterInput> parameters, Map<String, ArtifactType> artifacts) {
    return new Inputs(SortedMaps.copy(parameters), SortedMaps.copy(artifacts));
  }

  boolean isEmpty() {
    return parameters.isEmpty() && artifacts.isEmpty();
  }
}
