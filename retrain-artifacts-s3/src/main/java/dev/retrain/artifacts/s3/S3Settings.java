package dev.retrain.artifacts.s3;

import dev.retrain.api.document.ObjectShape;
import dev.retrain.api.document.Settings;
import dev.retrain.api.document.Shape;
import dev.retrain.api.document.Shapes;
import java.net.URI;
import java.util.Optional;

/**
 * Where a store is. What is absent comes from the environment, as for every AWS tool.
 *
 * @param region such as {@code eu-west-1}
 * @param endpoint of a compatible store, such as {@code https://minio.example.org:9000}
 * @param pathStyle whether the bucket stands in the path, not in the host
 */
record S3Settings(Optional<String> region, Optional<URI> endpoint, boolean pathStyle) {

  S3Settings {
    endpoint.ifPresent(
        uri ->
            Settings.require(
                "https".equals(uri.getScheme()) || "http".equals(uri.getScheme()),
                "endpoint needs an https or http address, got '" + uri + "'"));
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
    var endpoint =
        all.maybe(
            "endpoint",
            Shapes.text().as(URI::create, URI::toString),
            S3Settings::endpoint,
            "the address of a compatible store");
    var style =
        all.optional(
            "pathStyle",
            Shapes.bool(),
            pathStyle,
            S3Settings::pathStyle,
            "whether the bucket stands in the path");
    return all.build(f -> new S3Settings(f.find(region), f.find(endpoint), f.get(style)));
  }
}
