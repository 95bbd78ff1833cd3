package dev.retrain.backend.sagemaker;

import dev.retrain.api.pipeline.Pipeline;
import dev.retrain.api.pipeline.SecretRef;
import dev.retrain.api.pipeline.Step;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The roles jobs run under, and other names within the same account. */
record Roles(SageMakerSettings settings) {

  /** RoleArn of the SageMaker API, with partition and account. */
  private static final Pattern ARN =
      Pattern.compile("arn:(aws[a-z-]*):iam::([0-9]{12}):role/[a-zA-Z_0-9+=,.@/_-]+");

  static boolean isArn(String text) {
    return text.length() <= 2048 && ARN.matcher(text).matches();
  }

  /** The step's identity, else the pipeline's, else the settings' role. */
  String of(Pipeline pipeline, Step step) {
    return pipeline.identityOf(step).map(this::arn).orElse(settings.role());
  }

  /** An ARN as it is; any other name as a role of the settings' account. */
  String arn(String identity) {
    return isArn(identity)
        ? identity
        : "arn:%s:iam::%s:role/%s".formatted(partition(), account(), identity);
  }

  /** The secret in the settings' account and region. */
  String secret(SecretRef secret) {
    return "arn:%s:secretsmanager:%s:%s:secret:%s"
        .formatted(partition(), settings.region(), account(), secret.name());
  }

  private String partition() {
    return part(1);
  }

  private String account() {
    return part(2);
  }

  private String part(int group) {
    Matcher matcher = ARN.matcher(settings.role());
    if (!matcher.matches()) {
      throw new IllegalStateException("settings checked the role");
    }
    return matcher.group(group);
  }
}
