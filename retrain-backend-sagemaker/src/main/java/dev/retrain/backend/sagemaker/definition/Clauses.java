package dev.retrain.backend.sagemaker.definition;

import dev.retrain.api.pipeline.Condition;
import java.util.ArrayList;
import java.util.List;

/**
 * A condition in conjunctive normal form, which the service's lists of conditions and its {@code
 * Or} express: clauses that must all hold, each of comparisons of which one must hold. The form has
 * the same three-valued result.
 */
final class Clauses implements Condition.Visitor<List<List<Condition>>> {

  /** How many comparisons a gate may become; nesting multiplies them. */
  static final int MOST = 200;

  private static final Clauses VISITOR = new Clauses();

  private Clauses() {}

  /**
   * Returns the clauses; none for a condition that would become too many, which preflight refuses.
   */
  static List<List<Condition>> of(Condition condition) {
    return size(condition) > MOST ? List.of() : condition.accept(VISITOR);
  }

  /** Returns the number of comparisons in all clauses, computed without building them. */
  static double size(Condition condition) {
    return condition.accept(Size.VISITOR).comparisons();
  }

  @Override
  public List<List<Condition>> atLeast(Condition.AtLeast condition) {
    return List.of(List.of(condition));
  }

  @Override
  public List<List<Condition>> atMost(Condition.AtMost condition) {
    return List.of(List.of(condition));
  }

  @Override
  public List<List<Condition>> notWorseThanChampion(Condition.NotWorseThanChampion condition) {
    return List.of(List.of(condition));
  }

  @Override
  public List<List<Condition>> all(Condition.All condition) {
    return condition.conditions().stream().flatMap(part -> part.accept(this).stream()).toList();
  }

  @Override
  public List<List<Condition>> any(Condition.Any condition) {
    List<List<Condition>> product = List.of(List.of());
    for (Condition part : condition.conditions()) {
      List<List<Condition>> longer = new ArrayList<>();
      for (List<Condition> left : product) {
        for (List<Condition> right : part.accept(this)) {
          List<Condition> clause = new ArrayList<>(left);
          clause.addAll(right);
          longer.add(clause);
        }
      }
      product = longer;
    }
    return product;
  }

  /** Floating-point numbers, since a product of clauses may exceed every integer. */
  private record Size(double clauses, double comparisons) {
    static final Condition.Visitor<Size> VISITOR =
        new Condition.Visitor<>() {
          @Override
          public Size atLeast(Condition.AtLeast condition) {
            return new Size(1, 1);
          }

          @Override
          public Size atMost(Condition.AtMost condition) {
            return new Size(1, 1);
          }

          @Override
          public Size notWorseThanChampion(Condition.NotWorseThanChampion condition) {
            return new Size(1, 1);
          }

          @Override
          public Size all(Condition.All condition) {
            return condition.conditions().stream()
                .map(part -> part.accept(this))
                .reduce(new Size(0, 0), Size::plus);
          }

          @Override
          public Size any(Condition.Any condition) {
            return condition.conditions().stream()
                .map(part -> part.accept(this))
                .reduce(new Size(1, 0), Size::times);
          }
        };

    Size plus(Size other) {
      return new Size(clauses + other.clauses, comparisons + other.comparisons);
    }

    /** Every clause of one is joined with every clause of the other. */
    Size times(Size other) {
      return new Size(
          clauses * other.clauses, comparisons * other.clauses + other.comparisons * clauses);
    }
  }
}
