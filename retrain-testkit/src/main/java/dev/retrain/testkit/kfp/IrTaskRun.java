package dev.retrain.testkit.kfp;

import dev.retrain.api.document.Node;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A task of a run as a service shows it.
 *
 * @param path its name, after the names of the tasks whose graphs it is in, with dots between
 * @param state how far it has come
 * @param attempts how many containers were started for it
 * @param started when it began
 * @param ended when it ended
 * @param error why it failed or was not triggered; empty otherwise
 * @param log the last lines of its last container
 * @param parameters its output parameters, by name
 * @param artifacts its output artifacts, by name
 */
public record IrTaskRun(
    String path,
    IrTaskState state,
    int attempts,
    Optional<Instant> started,
    Optional<Instant> ended,
    String error,
    List<String> log,
    Map<String, Node> parameters,
    Map<String, IrArtifact> artifacts) {

  /** Copies the collections. */
  public IrTaskRun {
    log = List.copyOf(log);
    parameters = Collections.unmodifiableMap(new TreeMap<>(parameters));
    artifacts = Collections.unmodifiableMap(new TreeMap<>(artifacts));
  }

  static IrTaskRun pending(String path) {
    return new IrTaskRun(
        path,
        IrTaskState.PENDING,
        0,
        Optional.empty(),
        Optional.empty(),
        "",
        List.of(),
        Map.of(),
        Map.of());
  }

  IrTaskRun running(int attempt, Instant at) {
    return new IrTaskRun(
        path,
        IrTaskState.RUNNING,
        attempt,
        started.or(() -> Optional.of(at)),
        Optional.empty(),
        "",
        List.of(),
        Map.of(),
        Map.of());
  }

  IrTaskRun ended(TaskEnd end, Instant at) {
    return new IrTaskRun(
        path,
        end.state(),
        attempts,
        started,
        Optional.of(at),
        end.error(),
        end.log(),
        end.outputs().parameters(),
        end.outputs().artifacts());
  }
}
