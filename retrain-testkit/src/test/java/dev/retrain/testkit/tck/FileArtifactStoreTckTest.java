package dev.retrain.testkit.tck;

import dev.retrain.spi.artifact.ArtifactContext;
import dev.retrain.spi.artifact.ArtifactStore;
import dev.retrain.spi.artifact.ArtifactStores;
import java.net.URI;
import java.nio.file.Path;

class FileArtifactStoreTckTest extends ArtifactStoreTck {

  @Override
  protected ArtifactStore open(ArtifactContext context) {
    return ArtifactStores.standard().at(URI.create("file:///"));
  }

  @Override
  protected URI folder(Path temporary) {
    return temporary.toUri();
  }
}
