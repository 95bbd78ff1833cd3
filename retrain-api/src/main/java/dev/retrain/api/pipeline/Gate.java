package dev.retrain.api.pipeline;

import static java.util.Objects.requireNonNull;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * The one branch of a pipeline: when the metrics satisfy the condition, the model is registered;
 * otherwise the run's outcome is REJECTED, or UNDECIDED where a metric is missing. One level, no
 * else.
 *
 * @param metrics the artifact that comparisons read unless they name another
 * @param condition what must hold
 * @param registration what is registered then
 */
public record Gate(Artifact<Kind.Metrics> metrics, Condition condition, Registration registration) {

  /** What may follow a passed gate: only {@code register}. */
  public static final class Approved {
    Approved() {}

    /** Registers a model under a name. */
    public Registration register(String modelName, Artifact<Kind.Model> model) {
      return new Registration(modelName, model, Optional.empty());
    }
  }

  /** Checks that nothing is missing. */
  public Gate {
    requireNonNull(metrics);
    requireNonNull(condition);
    requireNonNull(registration);
  }

  /** Returns every metrics artifact the gate reads, its own first. */
  public List<Artifact<Kind.Metrics>> artifacts() {
    Set<String> names = new LinkedHashSet<>();
    names.add(metrics.name());
    condition
        .comparisons()
        .forEach(comparison -> GateMetrics.from(comparison).ifPresent(names::add));
    return names.stream().map(Artifact::metrics).toList();
  }

  /**
   * Collects the metrics the condition reads.
   *
   * @param read returns the metrics of an artifact, name to finite value; called once for each of
   *     {@link #artifacts()}
   * @return those of the gate's own artifact under their names, others under {@code
   *     <artifact>:<name>}
   */
  public Map<String, Double> metricsOf(Function<Artifact<Kind.Metrics>, Map<String, Double>> read) {
    Map<String, Map<String, Double>> byArtifact = new TreeMap<>();
    artifacts().forEach(artifact -> byArtifact.put(artifact.name(), read.apply(artifact)));
    return GateMetrics.flat(metrics.name(), byArtifact);
  }

  /**
   * Judges a run by the metrics of every artifact the condition reads.
   *
   * @param read as for {@link #metricsOf}
   */
  public GateResult evaluate(Function<Artifact<Kind.Metrics>, Map<String, Double>> read) {
    return condition.evaluate(metricsOf(read));
  }
}
