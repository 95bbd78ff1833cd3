package dev.retrain.runtime.rollout;

import static java.util.Objects.requireNonNull;

import dev.retrain.api.document.Node;
import dev.retrain.spi.deploy.VersionHealth;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Describes the progress of a rollout at its last look, for display.
 *
 * @param stage stage, such as {@code stage 1 of 3, 5 %}
 * @param counted counters of the stage by version; empty before the first
 * @param rules one sentence per rule; empty before the first look
 * @param evidence the same figures with intervals, p-values and alphas
 */
public record RolloutProgress(
    String stage, Map<String, VersionHealth> counted, List<String> rules, Node.Mapping evidence) {

  /** Copies the collections. */
  public RolloutProgress {
    requireNonNull(stage);
    counted = Collections.unmodifiableMap(new TreeMap<>(counted));
    rules = List.copyOf(rules);
    requireNonNull(evidence);
  }
}
