package dev.retrain.artifacts.s3;

import dev.retrain.api.document.Settings;
import dev.retrain.spi.artifact.ArtifactContext;
import dev.retrain.spi.artifact.ArtifactStore;
import dev.retrain.spi.artifact.ArtifactStoreProvider;
import java.net.URI;

/**
 * Opens {@code s3://bucket/key}. Settings: {@code region} and the block {@code client}, with the
 * services {@code s3} and {@code sts}; credentials come from the environment, the profile, or the
 * role of the machine unless it names others.
 */
public final class S3ArtifactStoreProvider implements ArtifactStoreProvider {

  /** For {@link java.util.ServiceLoader}. */
  public S3ArtifactStoreProvider() {}

  @Override
  public String name() {
    return "s3";
  }

  @Override
  public boolean opens(URI address) {
    return "s3".equalsIgnoreCase(address.getScheme());
  }

  @Override
  public ArtifactStore create(Settings settings, ArtifactContext context) {
    S3Settings read = settings.as(S3Settings.shape(false));
    return new S3ArtifactStore("s3", S3Clients.of(read, settings, read.deadline(context)));
  }
}
