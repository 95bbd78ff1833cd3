package dev.retrain.kfp.check;

import dev.retrain.kfp.ir.Constant;
import dev.retrain.kfp.ir.ParameterType;

/** Which values fit which parameters. */
final class ParameterTypes {

  private ParameterTypes() {}

  static boolean accepts(ParameterType type, Constant value) {
    return accepts(type, value.type());
  }

  static boolean accepts(ParameterType target, ParameterType source) {
    return target == source
        || (target == ParameterType.NUMBER_DOUBLE && source == ParameterType.NUMBER_INTEGER);
  }
}
