package dev.retrain.artifacts.s3;

import dev.retrain.api.document.Settings;
import dev.retrain.api.error.ConfigurationProblem;
import dev.retrain.api.error.FailureContext;
import dev.retrain.spi.artifact.ArtifactContext;
import dev.retrain.spi.artifact.ArtifactStore;
import dev.retrain.spi.artifact.ArtifactStoreProvider;
import java.net.URI;

/**
 * Opens {@code minio://bucket/key} in a store beside the AWS one. Settings are those of {@link
 * S3ArtifactStoreProvider}; {@code client.endpoints.s3} is required and the bucket stands in the
 * path by default.
 */
public final class MinioArtifactStoreProvider implements ArtifactStoreProvider {

  /** For {@link java.util.ServiceLoader}. */
  public MinioArtifactStoreProvider() {}

  @Override
  public String name() {
    return "minio";
  }

  @Override
  public boolean opens(URI address) {
    return "minio".equalsIgnoreCase(address.getScheme());
  }

  @Override
  public ArtifactStore create(Settings settings, ArtifactContext context) {
    S3Settings read = settings.as(S3Settings.shape(true));
    if (read.endpoint(S3ClientSettings.STORE).isEmpty()) {
      throw new ConfigurationProblem(
          "minio addresses need the endpoint of the store",
          FailureContext.hint(
              "set artifacts.minio.client.endpoints.s3, such as https://minio.example.org"),
          null);
    }
    return new S3ArtifactStore("minio", S3Clients.of(read, settings, read.deadline(context)));
  }
}
