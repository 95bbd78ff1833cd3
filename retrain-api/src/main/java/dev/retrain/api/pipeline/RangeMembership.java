package dev.retrain.api.pipeline;

import dev.retrain.api.document.Node;
import java.math.BigDecimal;

/** Decides whether a value lies in a range. */
record RangeMembership(Node.Scalar value) implements Range.Visitor<Boolean> {

  @Override
  public Boolean floatRange(Range.FloatRange range) {
    return value instanceof Node.Num number
        && lies(number.value(), BigDecimal.valueOf(range.min()), BigDecimal.valueOf(range.max()));
  }

  @Override
  public Boolean intRange(Range.IntRange range) {
    return value instanceof Node.Num number
        && number.value().stripTrailingZeros().scale() <= 0
        && lies(number.value(), BigDecimal.valueOf(range.min()), BigDecimal.valueOf(range.max()));
  }

  @Override
  public Boolean categories(Range.Categorical range) {
    return range.values().contains(value);
  }

  private static boolean lies(BigDecimal number, BigDecimal min, BigDecimal max) {
    return number.compareTo(min) >= 0 && number.compareTo(max) <= 0;
  }
}
