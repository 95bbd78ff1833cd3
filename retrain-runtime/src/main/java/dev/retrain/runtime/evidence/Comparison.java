package dev.retrain.runtime.evidence;

import static java.util.Objects.requireNonNull;

import dev.retrain.api.document.Node;
import dev.retrain.api.document.ObjectShape;
import dev.retrain.api.document.Shape;
import dev.retrain.api.document.Shapes;
import java.math.BigDecimal;
import java.math.MathContext;

/**
 * Compares a measured value with a limit: a rule decides by it, and a replay computes it again.
 *
 * @param what name of the value
 * @param value measured value, finite
 * @param relation relation that is tested
 * @param limit limit, finite
 */
public record Comparison(String what, double value, Relation relation, double limit) {

  /** A relation between a value and a limit. */
  public enum Relation {
    BELOW("below") {
      @Override
      boolean holds(double value, double limit) {
        return value < limit;
      }
    },
    ABOVE("above") {
      @Override
      boolean holds(double value, double limit) {
        return value > limit;
      }
    },
    AT_LEAST("at least") {
      @Override
      boolean holds(double value, double limit) {
        return value >= limit;
      }
    },
    AT_MOST("at most") {
      @Override
      boolean holds(double value, double limit) {
        return value <= limit;
      }
    };

    private final String words;

    Relation(String words) {
      this.words = words;
    }

    abstract boolean holds(double value, double limit);
  }

  private static final Shape<Comparison> SHAPE = makeShape();

  /** Checks that the numbers are finite. */
  public Comparison {
    requireNonNull(what);
    requireNonNull(relation);
    if (!Double.isFinite(value) || !Double.isFinite(limit)) {
      throw new IllegalArgumentException(
          what + " compares " + value + " with " + limit + ", both must be finite");
    }
  }

  /** Returns whether the relation holds. */
  public boolean holds() {
    return relation.holds(value, limit);
  }

  /** Returns the document form; {@code holds} is written for readers and checked by a replay. */
  public static Shape<Comparison> shape() {
    return SHAPE;
  }

  private static Shape<Comparison> makeShape() {
    ObjectShape.Builder<Comparison> all = ObjectShape.named("Comparison");
    var what = all.required("what", Shapes.text(), Comparison::what, "was measured");
    var value = all.required("value", Shapes.number(), Comparison::value, "the number seen");
    var relation =
        all.required("relation", Shapes.choice(Relation.class), Comparison::relation, "asked");
    var limit = all.required("limit", Shapes.number(), Comparison::limit, "held against");
    all.required("holds", Shapes.bool(), Comparison::holds, "whether it does");
    return all.build(f -> new Comparison(f.get(what), f.get(value), f.get(relation), f.get(limit)));
  }

  /** Returns a sentence such as {@code auc 0.58 is below 0.6}. */
  @Override
  public String toString() {
    return what
        + " "
        + readable()
        + (holds() ? " is " : " is not ")
        + relation.words
        + " "
        + Node.of(limit);
  }

  /** Rounds to four digits, unless that would hide on which side of the limit the value lies. */
  private String readable() {
    BigDecimal rounded = new BigDecimal(Double.toString(value)).round(new MathContext(4));
    boolean hides = rounded.doubleValue() == limit && value != limit;
    return Node.of(hides ? value : rounded.doubleValue()).toString();
  }
}
