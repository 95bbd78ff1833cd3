package dev.retrain.artifacts.s3;

import dev.retrain.spi.artifact.ArtifactContext;
import dev.retrain.spi.artifact.ArtifactStore;
import dev.retrain.testkit.tck.ArtifactStoreTck;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

class S3ArtifactStoreTckTest extends ArtifactStoreTck {

  @Override
  protected ArtifactStore open(ArtifactContext context) {
    return S3Service.inTurns();
  }

  @Override
  protected URI folder(Path temporary) {
    return S3Service.emptyFolder();
  }

  @Override
  protected Optional<URI> absentFolder() {
    return Optional.of(URI.create("s3://no-such-bucket/folder"));
  }
}
