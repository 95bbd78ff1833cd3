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
    SortedMap<String, Task> tasks,
    SortedMap<String, TaskOutput> outputParameters,
    SortedMap<String, TaskOutput> outputArtifacts)
    implements Component.Implementation {

  /** Copies the maps. */
  public Dag {
    tasks = Sorted.copy(tasks);
    outputParameters = Sorted.copy(outputParameters);
    outputArtifacts = Sorted.copy(outputArtifacts);
  }

  /** A graph that gives nothing out. */
  public static Dag of(Map<String, Task> tasks) {
    return new Dag(Sorted.copy(tasks), Sorted.copy(Map.of()), Sorted.copy(Map.of()));
  }
}
