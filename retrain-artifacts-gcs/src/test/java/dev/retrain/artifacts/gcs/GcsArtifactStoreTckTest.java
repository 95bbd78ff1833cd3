package dev.retrain.artifacts.gcs;

import com.google.api.client.http.javanet.NetHttpTransport;
import dev.retrain.spi.artifact.ArtifactContext;
import dev.retrain.spi.artifact.ArtifactStore;
import dev.retrain.testkit.tck.ArtifactStoreTck;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

class GcsArtifactStoreTckTest extends ArtifactStoreTck {

  @Override
  protected ArtifactStore open(ArtifactContext context) {
    return new GcsArtifactStore(
        GcsService.endpoint(),
        new GcsRequests(new NetHttpTransport(), context.deadline(), Optional.empty()));
  }

  @Override
  protected URI folder(Path temporary) {
    return GcsService.emptyFolder();
  }

  @Override
  protected Optional<URI> absentFolder() {
    return Optional.of(URI.create("gs://no-such-bucket/folder"));
  }
}
