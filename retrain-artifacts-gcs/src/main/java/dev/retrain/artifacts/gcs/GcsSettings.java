package dev.retrain.artifacts.gcs;

import dev.retrain.api.document.ObjectShape;
import dev.retrain.api.document.Shape;
import dev.retrain.spi.artifact.ArtifactContext;
import dev.retrain.spi.client.ClientSettings;
import dev.retrain.spi.client.CredentialsType;
import dev.retrain.spi.client.ServiceAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How the client reaches the service.
 *
 * @param client addresses, credentials, certificates and deadline; the standard ones if empty
 */
record GcsSettings(Optional<ClientSettings> client) {

  private static final String SERVICE = "storage";
  private static final URI PUBLIC = URI.create("https://storage.googleapis.com");

  URI endpoint() {
    return client.flatMap(c -> c.endpoint(SERVICE)).map(ServiceAddress::uri).orElse(PUBLIC);
  }

  Duration deadline(ArtifactContext context) {
    return client.map(ClientSettings::timeout).orElse(context.deadline());
  }

  static Shape<GcsSettings> shape() {
    ObjectShape.Builder<GcsSettings> all = ObjectShape.named("GcsArtifacts");
    var client =
        all.maybe(
            "client",
            ClientSettings.shape(
                List.of(SERVICE),
                List.of(
                    CredentialsType.DEFAULT,
                    CredentialsType.ASSUME_ROLE,
                    CredentialsType.FILE,
                    CredentialsType.TOKEN_FILE,
                    CredentialsType.NONE)),
            GcsSettings::client,
            "how the client reaches the service");
    return all.build(f -> new GcsSettings(f.find(client)));
  }
}
