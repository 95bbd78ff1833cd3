package dev.retrain.testkit;

import dev.retrain.spi.backend.RunStatus;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * How a run on a {@link FakeBackend} goes.
 *
 * @param takes how long until it ends
 * @param ending how it ends
 */
public record RunScript(Duration takes, Ending ending) {

  /** How a run ends. */
  public sealed interface Ending {}

  /**
   * It ends well and, where its pipeline has a gate, registers a version.
   *
   * @param metrics of the gate
   * @param artifacts name to the address of its folder
   * @param tags of the registered version
   */
  public record Succeeds(
      Map<String, Double> metrics, Map<String, URI> artifacts, Map<String, String> tags)
      implements Ending {
    /** Copies the maps. */
    public Succeeds {
      metrics = Map.copyOf(metrics);
      artifacts = Map.copyOf(artifacts);
      tags = Map.copyOf(tags);
    }
  }

  /** It ends in a state that needs nothing of the backend. */
  public record Ends(RunStatus status) implements Ending {}

  /** Returns a run that ends well at once. */
  public static RunScript succeeds(Map<String, Double> metrics) {
    return new RunScript(Duration.ZERO, new Succeeds(metrics, Map.of(), Map.of()));
  }

  /** Returns a run that the gate rejects at once. */
  public static RunScript rejects(Map<String, Double> metrics, String why) {
    return ends(new RunStatus.Rejected(metrics, why));
  }

  /** Returns a run in which a step fails at once. */
  public static RunScript fails(String step, String why) {
    return ends(new RunStatus.Failed(Optional.of(step), why, List.of(), List.of()));
  }

  /** Returns a run that ends in a state at once. */
  public static RunScript ends(RunStatus status) {
    return new RunScript(Duration.ZERO, new Ends(status));
  }

  /** Returns a copy that ends later. */
  public RunScript after(Duration time) {
    return new RunScript(time, ending);
  }

  /** Returns a copy with an artifact. */
  public RunScript leaving(String artifact, URI folder) {
    if (!(ending instanceof Succeeds well)) {
      throw new IllegalStateException("only a run that succeeds leaves artifacts");
    }
    Map<String, URI> more = new TreeMap<>(well.artifacts());
    more.put(artifact, folder);
    return new RunScript(takes, new Succeeds(well.metrics(), more, well.tags()));
  }

  /** Returns a copy with a tag on the registered version. */
  public RunScript tagged(String key, String value) {
    if (!(ending instanceof Succeeds well)) {
      throw new IllegalStateException("only a run that succeeds registers a version");
    }
    Map<String, String> more = new TreeMap<>(well.tags());
    more.put(key, value);
    return new RunScript(takes, new Succeeds(well.metrics(), well.artifacts(), more));
  }
}
