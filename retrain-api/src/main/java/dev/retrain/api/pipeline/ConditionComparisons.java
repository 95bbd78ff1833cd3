package dev.retrain.api.pipeline;

import java.util.List;

/** Collects the comparisons of a condition. */
final class ConditionComparisons implements Condition.Visitor<List<Condition>> {

  static final ConditionComparisons VISITOR = new ConditionComparisons();

  private ConditionComparisons() {}

  @Override
  public List<Condition> atLeast(Condition.AtLeast condition) {
    return List.of(condition);
  }

  @Override
  public List<Condition> atMost(Condition.AtMost condition) {
    return List.of(condition);
  }

  @Override
  public List<Condition> notWorseThanChampion(Condition.NotWorseThanChampion condition) {
    return List.of(condition);
  }

  @Override
  public List<Condition> all(Condition.All condition) {
    return of(condition.conditions());
  }

  @Override
  public List<Condition> any(Condition.Any condition) {
    return of(condition.conditions());
  }

  private List<Condition> of(List<Condition> conditions) {
    return conditions.stream().flatMap(condition -> condition.accept(this).stream()).toList();
  }
}
