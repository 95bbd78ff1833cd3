package dev.retrain.backend.sagemaker.settings;

import dev.retrain.api.document.ObjectShape;
import dev.retrain.api.document.Shape;
import dev.retrain.api.document.Shapes;
import dev.retrain.spi.client.ClientSettings;
import dev.retrain.spi.client.CredentialsType;
import java.util.List;

/**
 * How clients reach AWS.
 *
 * @param common addresses, credentials, certificates and deadline
 * @param s3PathStyle whether buckets stand in the path rather than in the host, as services that
 *     only speak the protocol of S3 often require
 */
public record SageMakerClientSettings(ClientSettings common, boolean s3PathStyle) {

  /** The services that may have an address of their own. */
  public static final List<String> SERVICES =
      List.of(
          "sagemaker",
          "s3",
          "sts",
          "cloudwatch",
          "logs",
          "scheduler",
          "iam",
          "servicequotas",
          "secretsmanager",
          "lambda");

  static final SageMakerClientSettings STANDARD =
      new SageMakerClientSettings(ClientSettings.STANDARD, false);

  static Shape<SageMakerClientSettings> shape() {
    ObjectShape.Builder<SageMakerClientSettings> all = ObjectShape.named("SageMakerClientSettings");
    var common =
        ClientSettings.Fields.in(
            all,
            SERVICES,
            List.of(
                CredentialsType.DEFAULT,
                CredentialsType.PROFILE,
                CredentialsType.ASSUME_ROLE,
                CredentialsType.FILE,
                CredentialsType.TOKEN_FILE,
                CredentialsType.NONE),
            SageMakerClientSettings::common);
    var pathStyle =
        all.optional(
            "s3PathStyle",
            Shapes.bool(),
            false,
            SageMakerClientSettings::s3PathStyle,
            "whether buckets stand in the path of an address");
    return all.build(f -> new SageMakerClientSettings(common.of(f), f.get(pathStyle)));
  }
}
