package dev.retrain.runtime.phase;

import static java.util.Objects.requireNonNull;

import dev.retrain.api.evaluation.Evaluator;
import dev.retrain.api.pipeline.Pipeline;
import dev.retrain.api.retraining.Approval;
import dev.retrain.api.retraining.Guards;
import dev.retrain.api.retraining.Resume;
import dev.retrain.api.retraining.Retraining;
import dev.retrain.api.retraining.TriggerRule;
import dev.retrain.api.rollout.Rollout;
import dev.retrain.api.rollout.Target;
import dev.retrain.api.source.DataWindows;
import dev.retrain.api.source.MetricSource;
import dev.retrain.runtime.rollout.RolloutPolicy;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the loop carries on: a retraining, or only the rollout of a version that exists already.
 * Immutable and thread-safe.
 *
 * @param rolloutPolicy how versions reach users
 * @param training when and what is trained; empty where nothing is
 */
public record LoopPolicy(RolloutPolicy rolloutPolicy, Optional<Retraining> training) {

  /** Requires both parts. */
  public LoopPolicy {
    requireNonNull(rolloutPolicy);
    requireNonNull(training);
  }

  /** Returns the policy of a retraining. */
  public static LoopPolicy of(Retraining retraining) {
    return new LoopPolicy(RolloutPolicy.of(retraining), Optional.of(retraining));
  }

  /** Returns the policy of a rollout that trains nothing. */
  public static LoopPolicy of(RolloutPolicy rollout) {
    return new LoopPolicy(rollout, Optional.empty());
  }

  /** Returns the name of state, requests and decisions. */
  public String name() {
    return rolloutPolicy.name();
  }

  /** Returns the model's name in the registry. */
  public String model() {
    return rolloutPolicy.model();
  }

  /** Returns where a promoted version goes. */
  public Target target() {
    return rolloutPolicy.target();
  }

  /** Returns how a promoted version reaches users. */
  public Rollout rollout() {
    return rolloutPolicy.rollout();
  }

  /**
   * Returns what is run.
   *
   * @throws IllegalStateException if nothing is trained
   */
  public Pipeline pipeline() {
    return training
        .map(Retraining::pipeline)
        .orElseThrow(() -> new IllegalStateException(name() + " trains nothing"));
  }

  /** Returns the triggers in the order of the definition; none where nothing is trained. */
  public List<TriggerRule> triggers() {
    return training.map(Retraining::triggers).orElse(List.of());
  }

  /** Returns the limits on runs. */
  public Guards guards() {
    return training.map(Retraining::guards).orElse(Guards.NONE);
  }

  /** Returns how often a failed run goes on. */
  public Resume resume() {
    return training.map(Retraining::resume).orElse(Resume.NONE);
  }

  /** Returns what judges a run beyond its gate. */
  public Optional<Evaluator> evaluator() {
    return training.flatMap(Retraining::evaluator);
  }

  /** Returns a person's approval before the rollout. */
  public Optional<Approval> approval() {
    return training.flatMap(Retraining::approval);
  }

  /** Returns the source of metrics. */
  public MetricSource metrics() {
    return training.map(Retraining::metrics).orElse(MetricSource.NONE);
  }

  /** Returns the data of a run. */
  public DataWindows data() {
    return training.map(Retraining::data).orElse(DataWindows.NONE);
  }

  /** Returns the tags of everything created. */
  public Map<String, String> tags() {
    return training.map(Retraining::tags).orElse(Map.of());
  }

  /** Returns such as {@code retraining churn}, or {@code rollout deploy-scoring}. */
  @Override
  public String toString() {
    return training.map(Retraining::toString).orElseGet(() -> "rollout " + name());
  }
}
