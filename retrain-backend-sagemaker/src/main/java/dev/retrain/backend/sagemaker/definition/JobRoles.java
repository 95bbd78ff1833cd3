package dev.retrain.backend.sagemaker.definition;

import dev.retrain.api.pipeline.Pipeline;
import dev.retrain.api.pipeline.SecretRef;
import dev.retrain.api.pipeline.Step;
import dev.retrain.backend.sagemaker.settings.RoleArn;
import dev.retrain.backend.sagemaker.settings.SageMakerSettings;

/** The roles jobs run under, and other names within the same account. */
record JobRoles(SageMakerSettings settings) {

  static boolean isArn(String text) {
    return RoleArn.parse(text).isPresent();
  }

  /** The step's identity, else the pipeline's, else the settings' role. */
  String of(Pipeline pipeline, Step step) {
    return pipeline.identityOf(step).map(this::arn).orElse(settings.role());
  }

  /** An ARN as it is; any other name as a role of the settings' account. */
  String arn(String identity) {
    return isArn(identity) ? identity : own().sibling(identity);
  }

  /** The secret in the settings' account and region. */
  String secret(SecretRef secret) {
    return "arn:%s:secretsmanager:%s:%s:secret:%s"
        .formatted(own().partition(), settings.region(), own().account(), secret.name());
  }

  private RoleArn own() {
    return RoleArn.parse(settings.role()).orElseThrow();
  }
}
