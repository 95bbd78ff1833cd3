package dev.retrain.kfp.ir;

import java.util.Map;
import java.util.SortedMap;

/**
 * A graph of tasks, which see only one another and the inputs of the component they are in.
 *
 * @param tasks by name
 * @param outputParameters by name, where the value comes from
 * @param outputArtifacts by name, where the artifact comes from
 */
public record Dag(
    SortedMap<String, TaskSpec> tasks,
    SortedMap<String, TaskOutput> outputParameters,
    SortedMap<String, TaskOutput> outputArtifacts)
    implements ComponentSpec.Implementation {

  /** Copies the maps. */
  public Dag {
    tasks = SortedMaps.copy(tasks);
    outputParameters = SortedMaps.copy(outputParameters);
    outputArtifacts = SortedMaps.copy(outputArtifacts);
  }

  /** Returns a graph that gives nothing out. */
  public static Dag of(Map<String, TaskSpec> tasks) {
    return new Dag(SortedMaps.copy(tasks), SortedMaps.copy(Map.of()), SortedMaps.copy(Map.of()));
  }
}
