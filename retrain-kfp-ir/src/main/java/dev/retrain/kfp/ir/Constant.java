package dev.retrain.kfp.ir;

import static java.util.Objects.requireNonNull;

/** A value known when the definition is written. */
public sealed interface Constant {

  /** Returns the parameter type this value fits without loss. */
  ParameterType type();

  /** A string. */
  record Text(String value) implements Constant {
    /** Checks that there is a string. */
    public Text {
      requireNonNull(value);
    }

    @Override
    public ParameterType type() {
      return ParameterType.STRING;
    }
  }

  /** A finite number; the wire knows no other. */
  record Numeric(double value) implements Constant {
    /** Refuses NaN and infinities, which JSON cannot carry. */
    public Numeric {
      if (!Double.isFinite(value)) {
        throw new IllegalArgumentException("A constant must be finite: " + value);
      }
    }

    @Override
    public ParameterType type() {
      return isSafeInteger() ? ParameterType.NUMBER_INTEGER : ParameterType.NUMBER_DOUBLE;
    }

    /**
     * Returns whether the number is an integer that a double holds exactly, with all its
     * neighbours.
     */
    public boolean isSafeInteger() {
      return value == Math.rint(value) && Math.abs(value) < 0x1p53;
    }
  }

  /** True or false. */
  record Flag(boolean value) implements Constant {
    @Override
    public ParameterType type() {
      return ParameterType.BOOLEAN;
    }
  }
}
