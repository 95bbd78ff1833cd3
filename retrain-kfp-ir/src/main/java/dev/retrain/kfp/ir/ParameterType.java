package dev.retrain.kfp.ir;

/** The parameter types used, by their names in the specification. */
public enum ParameterType {
  STRING,
  NUMBER_DOUBLE,
  /** Travels as a JSON double: exact only within plus or minus 2^53 - 1. */
  NUMBER_INTEGER,
  BOOLEAN
}
