package dev.retrain.artifacts.azure;

import dev.retrain.api.document.ObjectShape;
import dev.retrain.api.document.Shape;
import dev.retrain.spi.artifact.ArtifactContext;
import dev.retrain.spi.client.ClientCredentials;
import dev.retrain.spi.client.ClientSettings;
import dev.retrain.spi.client.CredentialsType;
import dev.retrain.spi.client.ServiceAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How the client reaches the services.
 *
 * @param client addresses, credentials, certificates and deadline; the standard ones if empty
 */
record BlobSettings(Optional<ClientSettings> client) {

  static final String BLOB = "blob";
  static final String RESOURCE_MANAGER = "resourceManager";

  /** Returns the address of a service, if it is not that of Azure. */
  Optional<URI> endpoint(String service) {
    return client.flatMap(c -> c.endpoint(service)).map(ServiceAddress::uri);
  }

  ClientCredentials credentials() {
    return client.map(ClientSettings::credentials).orElseGet(ClientCredentials.Standard::new);
  }

  Duration deadline(ArtifactContext context) {
    return client.map(ClientSettings::timeout).orElse(context.deadline());
  }

  static Shape<BlobSettings> shape() {
    ObjectShape.Builder<BlobSettings> all = ObjectShape.named("AzureArtifacts");
    var client =
        all.maybe(
            "client",
            ClientSettings.shape(
                List.of(BLOB, RESOURCE_MANAGER),
                List.of(CredentialsType.DEFAULT, CredentialsType.TOKEN_FILE, CredentialsType.NONE)),
            BlobSettings::client,
            "how the client reaches the services");
    return all.build(f -> new BlobSettings(f.find(client)));
  }
}
