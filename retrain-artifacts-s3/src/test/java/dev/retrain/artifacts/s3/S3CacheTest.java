package dev.retrain.artifacts.s3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retrain.api.document.Settings;
import dev.retrain.artifacts.ArtifactCache;
import dev.retrain.artifacts.ArtifactFiles;
import dev.retrain.spi.artifact.ArtifactContent;
import dev.retrain.spi.artifact.ArtifactContext;
import dev.retrain.spi.artifact.ArtifactStore;
import dev.retrain.spi.artifact.ArtifactStoreProvider;
import dev.retrain.spi.artifact.ArtifactStores;
import dev.retrain.spi.artifact.StoredFile;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class S3CacheTest {

  @TempDir Path temporary;

  /** The store of the service in this process. */
  private static final class Provider implements ArtifactStoreProvider {
    @Override
    public String name() {
      return "s3";
    }

    @Override
    public boolean opens(URI address) {
      return true;
    }

    @Override
    public ArtifactStore create(Settings settings, ArtifactContext context) {
      return S3Service.open(S3Service.endpoint(), Duration.ofSeconds(30));
    }
  }

  @Test
  void bringsAFolderOfObjectsVerified() {
    URI folder = S3Service.emptyFolder();
    try (ArtifactFiles files =
        new ArtifactFiles(
            ArtifactStores.of(new Provider()),
            new ArtifactCache(temporary, 1_000, Clock.systemUTC()))) {
      ArtifactStore store = files.stores().at(folder);
      store.write(StoredFile.child(folder, "a.csv"), ArtifactContent.of("one"));
      store.write(StoredFile.child(folder, "b/c.csv"), ArtifactContent.of("two"));

      assertThat(files.bring(folder).resolve("b/c.csv")).hasContent("two");
      assertThat(files.bring(StoredFile.child(folder, "a.csv"))).hasContent("one");
      assertThat(store.stat(StoredFile.child(folder, "a.csv")).orElseThrow().checksum())
          .contains("md5:f97c5d29941bfb1b2fdab0874906ab82");
    }
  }
}
