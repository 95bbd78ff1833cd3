package dev.retrain.artifacts.azure;

import dev.retrain.api.document.ObjectShape;
import dev.retrain.api.document.Settings;
import dev.retrain.api.document.Shape;
import dev.retrain.api.document.Shapes;
import java.net.URI;
import java.util.Optional;

/**
 * Where the service is.
 *
 * @param endpoint of an account, in place of the host in addresses: for emulators
 * @param anonymous whether requests carry no token
 */
record BlobSettings(Optional<URI> endpoint, boolean anonymous) {

  BlobSettings {
    boolean anonymously = anonymous;
    endpoint.ifPresent(
        uri ->
            Settings.require(
                "https".equals(uri.getScheme()) || (anonymously && "http".equals(uri.getScheme())),
                "endpoint needs an https address, or anonymous: true, got '" + uri + "'"));
  }

  static Shape<BlobSettings> shape() {
    ObjectShape.Builder<BlobSettings> all = ObjectShape.named("AzureArtifacts");
    var endpoint =
        all.maybe(
            "endpoint",
            Shapes.text().as(URI::create, URI::toString),
            BlobSettings::endpoint,
            "the address of an account, in place of the host in addresses");
    var anonymous =
        all.optional(
            "anonymous",
            Shapes.bool(),
            false,
            BlobSettings::anonymous,
            "whether requests carry no token");
    return all.build(f -> new BlobSettings(f.find(endpoint), f.get(anonymous)));
  }
}
