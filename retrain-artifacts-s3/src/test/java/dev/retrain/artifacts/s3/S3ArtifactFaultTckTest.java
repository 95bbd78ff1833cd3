package dev.retrain.artifacts.s3;

import dev.retrain.spi.artifact.ArtifactContext;
import dev.retrain.spi.artifact.ArtifactStore;
import dev.retrain.testkit.tck.ArtifactFaultTck;
import java.net.URI;

class S3ArtifactFaultTckTest extends ArtifactFaultTck {

  @Override
  protected URI service() {
    return S3Service.endpoint();
  }

  @Override
  protected ArtifactStore open(URI endpoint, ArtifactContext context) {
    return S3Service.open(endpoint, context.deadline());
  }

  @Override
  protected URI folder() {
    return S3Service.emptyFolder();
  }
}
