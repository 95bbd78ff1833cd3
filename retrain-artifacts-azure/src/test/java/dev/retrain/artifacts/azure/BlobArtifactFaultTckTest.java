package dev.retrain.artifacts.azure;

import dev.retrain.spi.artifact.ArtifactContext;
import dev.retrain.spi.artifact.ArtifactStore;
import dev.retrain.testkit.tck.ArtifactFaultTck;
import java.net.URI;
import java.util.List;
import java.util.Optional;

class BlobArtifactFaultTckTest extends ArtifactFaultTck {

  @Override
  protected URI service() {
    return BlobService.endpoint();
  }

  @Override
  protected ArtifactStore open(URI endpoint, ArtifactContext context) {
    return new BlobArtifactStore(
        Optional.of(endpoint),
        BlobAddress::of,
        new BlobRequests(context.deadline(), Optional.empty(), List.of()));
  }

  @Override
  protected URI folder() {
    return BlobService.emptyFolder();
  }
}
