package dev.retrain.artifacts.local;

import dev.retrain.api.document.Settings;
import dev.retrain.spi.artifact.ArtifactContext;
import dev.retrain.spi.artifact.ArtifactStore;
import dev.retrain.spi.artifact.ArtifactStoreProvider;
import dev.retrain.testkit.InMemoryArtifactStore;
import java.net.URI;

/** Opens addresses of the scheme {@code local}. */
public final class LocalProvider implements ArtifactStoreProvider {

  /** For {@link java.util.ServiceLoader}. */
  public LocalProvider() {}

  @Override
  public String name() {
    return "local";
  }

  @Override
  public boolean opens(URI address) {
    return "local".equals(address.getScheme());
  }

  @Override
  public ArtifactStore create(Settings settings, ArtifactContext context) {
    return new InMemoryArtifactStore().create(settings, context);
  }
}
