package dev.retrain.api.pipeline;

import java.util.List;
import java.util.Optional;

/** Copies a condition with another artifact to read its metrics from. */
record ConditionSource(String artifact) implements Condition.Visitor<Condition> {

  @Override
  public Condition atLeast(Condition.AtLeast condition) {
    return new Condition.AtLeast(condition.metric(), condition.threshold(), Optional.of(artifact));
  }

  @Override
  public Condition atMost(Condition.AtMost condition) {
    return new Condition.AtMost(condition.metric(), condition.threshold(), Optional.of(artifact));
  }

  @Override
  public Condition notWorseThanChampion(Condition.NotWorseThanChampion condition) {
    return new Condition.NotWorseThanChampion(
        condition.metric(), condition.margin(), Optional.of(artifact));
  }

  @Override
  public Condition all(Condition.All condition) {
    return new Condition.All(copies(condition.conditions()));
  }

  @Override
  public Condition any(Condition.Any condition) {
    return new Condition.Any(copies(condition.conditions()));
  }

  private List<Condition> copies(List<Condition> conditions) {
    return conditions.stream().map(condition -> condition.accept(this)).toList();
  }
}
