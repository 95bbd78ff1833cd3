package dev.retrain.artifacts.gcs;

import dev.retrain.api.document.Settings;
import dev.retrain.spi.artifact.ArtifactContext;
import dev.retrain.spi.artifact.ArtifactStore;
import dev.retrain.spi.artifact.ArtifactStoreProvider;
import java.net.URI;
import java.util.Optional;

/**
 * Opens {@code gs://bucket/object}. Settings: {@code endpoint} and {@code anonymous}; credentials
 * are the application default ones.
 */
public final class GcsArtifactStoreProvider implements ArtifactStoreProvider {

  /** For {@link java.util.ServiceLoader}. */
  public GcsArtifactStoreProvider() {}

  @Override
  public String name() {
    return "gs";
  }

  @Override
  public boolean opens(URI address) {
    return "gs".equalsIgnoreCase(address.getScheme());
  }

  @Override
  public ArtifactStore create(Settings settings, ArtifactContext context) {
    GcsSettings read = settings.as(GcsSettings.shape());
    GcsRequests requests =
        new GcsRequests(
            context.deadline(),
            read.anonymous() ? Optional.empty() : Optional.of(GcsCredentials::applicationDefault));
    return new GcsArtifactStore(read.endpoint(), requests);
  }
}
