package dev.retrain.runtime.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retrain.api.source.DataWindow;
import dev.retrain.artifacts.ArtifactCache;
import dev.retrain.artifacts.ArtifactFiles;
import dev.retrain.spi.artifact.ArtifactContent;
import dev.retrain.spi.artifact.ArtifactStores;
import dev.retrain.testkit.InMemoryArtifactStore;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RemoteDatedFilesTest {

  private static final URI FOLDER = URI.create("memory://bucket/orders");

  @TempDir Path temporary;

  private final ArtifactFiles before = ArtifactFiles.getDefault();
  private final InMemoryArtifactStore store = new InMemoryArtifactStore();

  @BeforeEach
  void useTheStore() {
    ArtifactFiles.setDefault(
        new ArtifactFiles(
            ArtifactStores.of(store), new ArtifactCache(temporary, 1_000, Clock.systemUTC())));
  }

  @AfterEach
  void useWhatWasThere() {
    ArtifactFiles.setDefault(before);
  }

  private void written(String name) {
    store.write(URI.create(FOLDER + "/" + name), ArtifactContent.of(name));
  }

  @Test
  void bringsTheFilesOfNewWindowsOnly() {
    written("2026-11-23.csv");
    written("2026-11-24.csv");
    written("2026-11-25/part-1.csv");
    written("2026-11-25/part-2.csv");
    written("notes.txt");

    List<DataWindow> windows =
        DatedFiles.at(FOLDER)
            .ended(Instant.parse("2026-11-24T00:00:00Z"), Instant.parse("2026-12-01T00:00:00Z"));

    assertThat(windows)
        .extracting(DataWindow::dataVersion)
        .containsExactly("2026-11-24.csv", "2026-11-25");
    assertThat(windows.get(0).rows()).hasContent("2026-11-24.csv");
    assertThat(windows.get(1).rows().resolve("part-2.csv")).exists();
    assertThat(store.opened()).isEqualTo(3);
  }
}
