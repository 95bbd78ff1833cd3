package dev.retrain.kfp;

import dev.retrain.api.pipeline.ArtifactKind;
import dev.retrain.api.pipeline.Parameter;
import dev.retrain.kfp.ir.ArtifactType;
import dev.retrain.kfp.ir.Constant;
import dev.retrain.kfp.ir.ParameterType;

/** Which of the specification's types stand for ours. */
final class SpecTypes {

  private SpecTypes() {}

  /**
   * Returns the artifact's schema. Metrics are a folder with {@code metrics.json}, not the
   * metadata-only {@code system.Metrics}, whose path KFP's interface does not expect to be a
   * folder; they keep the title because it is what people look for.
   */
  static ArtifactType of(ArtifactKind kind) {
    return switch (kind) {
      case DATASET -> ArtifactType.DATASET;
      case MODEL -> ArtifactType.MODEL;
      case METRICS -> ArtifactType.METRICS;
      case PROFILE, SCORES, CHECK -> ArtifactType.ARTIFACT;
    };
  }

  static ParameterType of(Parameter.Type type) {
    return switch (type) {
      case STRING -> ParameterType.STRING;
      case INTEGER -> ParameterType.NUMBER_INTEGER;
      case NUMBER -> ParameterType.NUMBER_DOUBLE;
      case BOOLEAN -> ParameterType.BOOLEAN;
    };
  }

  /** Returns a value in the one text form of its type, as the wire holds it. */
  static Constant constant(Parameter.Type type, String text) {
    return switch (type) {
      case STRING -> new Constant.Text(text);
      case INTEGER, NUMBER -> new Constant.Numeric(Double.parseDouble(text));
      case BOOLEAN -> new Constant.Flag(Boolean.parseBoolean(text));
    };
  }
}
