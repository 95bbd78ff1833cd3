package dev.retrain.artifacts.s3;

import dev.retrain.api.document.ObjectShape;
import dev.retrain.api.document.Shape;
import dev.retrain.api.document.Shapes;
import dev.retrain.spi.artifact.ArtifactContext;
import dev.retrain.spi.client.ClientCredentials;
import dev.retrain.spi.client.ServiceAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * Where a store is. What is absent comes from the environment, as for every AWS tool.
 *
 * @param region such as {@code eu-west-1}
 * @param client how the client reaches the store
 */
record S3Settings(Optional<String> region, Optional<S3ClientSettings> client) {

  /** Returns the address of a service, if it is not that of AWS. */
  Optional<URI> endpoint(String service) {
    return client.flatMap(c -> c.common().endpoint(service)).map(ServiceAddress::uri);
  }

  boolean pathStyle() {
    return client.map(S3ClientSettings::s3PathStyle).orElse(false);
  }

  ClientCredentials credentials() {
    return client.map(c -> c.common().credentials()).orElseGet(ClientCredentials.Standard::new);
  }

  Duration deadline(ArtifactContext context) {
    return client.map(c -> c.common().timeout()).orElse(context.deadline());
  }

  /**
   * Returns the shape.
   *
   * @param pathStyle the default
   */
  static Shape<S3Settings> shape(boolean pathStyle) {
    ObjectShape.Builder<S3Settings> all = ObjectShape.named("S3Artifacts");
    var region =
        all.maybe("region", Shapes.text(), S3Settings::region, "default: that of the environment");
    var client =
        all.maybe(
            "client",
            S3ClientSettings.shape(pathStyle),
            S3Settings::client,
            "how the client reaches the store");
    return all.build(f -> new S3Settings(f.find(region), f.find(client)));
  }
}
