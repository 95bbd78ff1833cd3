package dev.retrain.artifacts.gcs;

import com.google.api.client.http.javanet.NetHttpTransport;
import dev.retrain.spi.artifact.ArtifactContext;
import dev.retrain.spi.artifact.ArtifactStore;
import dev.retrain.testkit.tck.ArtifactFaultTck;
import java.net.URI;
import java.util.Optional;

class GcsArtifactFaultTckTest extends ArtifactFaultTck {

  @Override
  protected URI service() {
    return GcsService.endpoint();
  }

  @Override
  protected ArtifactStore open(URI endpoint, ArtifactContext context) {
    return new GcsArtifactStore(
        endpoint, new GcsRequests(new NetHttpTransport(), context.deadline(), Optional.empty()));
  }

  @Override
  protected URI folder() {
    return GcsService.emptyFolder();
  }
}
