package dev.retrain.artifacts.azure;

import dev.retrain.spi.artifact.ArtifactContext;
import dev.retrain.spi.artifact.ArtifactStore;
import dev.retrain.testkit.tck.ArtifactStoreTck;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

class BlobArtifactStoreTckTest extends ArtifactStoreTck {

  @Override
  protected ArtifactStore open(ArtifactContext context) {
    return new BlobArtifactStore(
        Optional.of(BlobService.endpoint()),
        BlobAddress::of,
        new BlobRequests(context.deadline(), Optional.empty(), List.of()));
  }

  @Override
  protected URI folder(Path temporary) {
    return BlobService.emptyFolder();
  }

  @Override
  protected Optional<URI> absentFolder() {
    return Optional.of(URI.create("abfss://no-such-container@account.dfs.core.windows.net/folder"));
  }
}
