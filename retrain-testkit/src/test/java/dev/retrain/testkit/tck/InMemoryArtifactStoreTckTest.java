package dev.retrain.testkit.tck;

import dev.retrain.spi.artifact.ArtifactContext;
import dev.retrain.spi.artifact.ArtifactStore;
import dev.retrain.testkit.InMemoryArtifactStore;
import java.net.URI;
import java.nio.file.Path;

class InMemoryArtifactStoreTckTest extends ArtifactStoreTck {

  @Override
  protected ArtifactStore open(ArtifactContext context) {
    return new InMemoryArtifactStore();
  }

  @Override
  protected URI folder(Path temporary) {
    return URI.create("memory://bucket/folder");
  }
}
