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

  /** Returns the step's identity, else the pipeline's, else the settings' role. */
  String of(Pipeline pipeline, Step step) {
    return pipeline.identityOf(step).map(this::arn).orElse(settings.role());
  }

  /** Returns an ARN as it is; any other name as a role of the settings' account. */
  String arn(String identity) {
    return isArn(identity) ? identity : own().sibling(identity);
  }

  /**
   * Returns the address of a secret in the settings' account and region: its ARN without the six
   * random characters at the end. A name that itself ends in a hyphen and six characters would make
   * that ARN look whole, so such a secret is addressed by its name, which the service takes as well
   * (Secrets Manager API, GetSecretValue, SecretId; read 2026-12).
   */
  String secret(SecretRef secret) {
    if (readsAsWholeArn(secret.name())) {
      return secret.name();
    }
    return "arn:%s:secretsmanager:%s:%s:secret:%s"
        .formatted(own().partition(), settings.region(), own().account(), secret.name());
  }

  static boolean readsAsWholeArn(String secretName) {
    return secretName.matches("(?s).*-.{6}");
  }

  private RoleArn own() {
    return RoleArn.parse(settings.role()).orElseThrow();
  }
}
