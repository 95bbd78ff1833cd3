package dev.retrain.artifacts.s3;

import dev.retrain.api.document.ObjectShape;
import dev.retrain.api.document.Shape;
import dev.retrain.api.document.Shapes;
import dev.retrain.spi.client.ClientSettings;
import dev.retrain.spi.client.CredentialsType;
import java.util.List;

/**
 * How the client reaches a store.
 *
 * @param common addresses, credentials, certificates and deadline
 * @param s3PathStyle whether the bucket stands in the path, not in the host
 */
record S3ClientSettings(ClientSettings common, boolean s3PathStyle) {

  static final String STORE = "s3";
  static final String TOKENS = "sts";

  /**
   * Returns the shape.
   *
   * @param pathStyle the default
   */
  static Shape<S3ClientSettings> shape(boolean pathStyle) {
    ObjectShape.Builder<S3ClientSettings> all = ObjectShape.named("S3ClientSettings");
    var common =
        ClientSettings.Fields.in(
            all,
            List.of(STORE, TOKENS),
            List.of(
                CredentialsType.DEFAULT,
                CredentialsType.PROFILE,
                CredentialsType.ASSUME_ROLE,
                CredentialsType.FILE,
                CredentialsType.TOKEN_FILE,
                CredentialsType.NONE),
            S3ClientSettings::common);
    var style =
        all.optional(
            "s3PathStyle",
            Shapes.bool(),
            pathStyle,
            S3ClientSettings::s3PathStyle,
            "whether buckets stand in the path of an address");
    return all.build(f -> new S3ClientSettings(common.of(f), f.get(style)));
  }
}
