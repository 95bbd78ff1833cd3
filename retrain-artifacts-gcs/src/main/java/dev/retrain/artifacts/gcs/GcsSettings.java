package dev.retrain.artifacts.gcs;

import dev.retrain.api.document.ObjectShape;
import dev.retrain.api.document.Settings;
import dev.retrain.api.document.Shape;
import dev.retrain.api.document.Shapes;
import java.net.URI;

/**
 * Where the service is.
 *
 * @param endpoint of the service, or of an emulator
 * @param anonymous whether requests carry no token: for public buckets and emulators
 */
record GcsSettings(URI endpoint, boolean anonymous) {

  private static final URI PUBLIC = URI.create("https://storage.googleapis.com");

  GcsSettings {
    Settings.require(
        "https".equals(endpoint.getScheme()) || (anonymous && "http".equals(endpoint.getScheme())),
        "endpoint needs an https address, or anonymous: true, got '" + endpoint + "'");
  }

  static Shape<GcsSettings> shape() {
    ObjectShape.Builder<GcsSettings> all = ObjectShape.named("GcsArtifacts");
    var endpoint =
        all.optional(
            "endpoint",
            Shapes.text().as(URI::create, URI::toString),
            PUBLIC,
            GcsSettings::endpoint,
            "the address of the service");
    var anonymous =
        all.optional(
            "anonymous",
            Shapes.bool(),
            false,
            GcsSettings::anonymous,
            "whether requests carry no token");
    return all.build(f -> new GcsSettings(f.get(endpoint), f.get(anonymous)));
  }
}
