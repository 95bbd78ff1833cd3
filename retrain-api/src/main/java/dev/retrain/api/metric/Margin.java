package dev.retrain.api.metric;

import dev.retrain.api.document.Node;
import dev.retrain.api.document.ObjectShape;
import dev.retrain.api.document.Shape;
import dev.retrain.api.document.Shapes;
import dev.retrain.api.document.UnionShape;

/**
 * A distance between two values: in the metric's own unit or as a share of the reference. They are
 * separate types, so that 0.02 is never ambiguous.
 */
public sealed interface Margin {

  /**
   * A distance in the metric's own unit.
   *
   * @param amount finite, not negative
   */
  record Absolute(double amount) implements Margin {
    /** Checks the range. */
    public Absolute {
      check(amount);
    }

    @Override
    public double of(double reference) {
      return amount;
    }

    @Override
    public String toString() {
      return Double.toString(amount);
    }
  }

  /**
   * A share of the reference value.
   *
   * @param share finite, not negative; 0.05 is five percent
   */
  record Relative(double share) implements Margin {
    /** Checks the range. */
    public Relative {
      check(share);
    }

    @Override
    public double of(double reference) {
      return share * Math.abs(reference);
    }

    @Override
    public String toString() {
      return Node.of(share * 100) + " %";
    }
  }

  /** Returns the distance in the metric's unit for a reference value. */
  double of(double reference);

  /** Returns a margin in the metric's own unit. */
  static Margin absolute(double amount) {
    return new Absolute(amount);
  }

  /** Returns a margin as a share of the reference value; 0.05 is five percent. */
  static Margin relative(double share) {
    return new Relative(share);
  }

  /**
   * Returns the document form: {@code {type: absolute, amount: 0.02}} or {@code {type: relative,
   * share: 0.05}}.
   */
  static Shape<Margin> shape() {
    ObjectShape.Builder<Absolute> absolute = ObjectShape.named("AbsoluteMargin");
    var amount =
        absolute.required(
            "amount",
            Shapes.number(0, Double.MAX_VALUE),
            Absolute::amount,
            "the distance in the metric's own unit");
    ObjectShape.Builder<Relative> relative = ObjectShape.named("RelativeMargin");
    var share =
        relative.required(
            "share",
            Shapes.number(0, Double.MAX_VALUE),
            Relative::share,
            "the distance as a share of the reference; 0.05 is five percent");
    return UnionShape.<Margin>on("type")
        .with("absolute", Absolute.class, absolute.build(f -> new Absolute(f.get(amount))))
        .with("relative", Relative.class, relative.build(f -> new Relative(f.get(share))));
  }

  private static void check(double value) {
    if (!(value >= 0) || Double.isInfinite(value)) {
      throw new IllegalArgumentException("a margin must be finite and not negative, is " + value);
    }
  }
}
