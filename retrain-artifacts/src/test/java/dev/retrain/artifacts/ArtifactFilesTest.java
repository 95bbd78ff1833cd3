package dev.retrain.artifacts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.retrain.api.error.ConfigurationProblem;
import dev.retrain.api.error.DataProblem;
import dev.retrain.api.error.TransientFailure;
import dev.retrain.spi.artifact.ArtifactContent;
import dev.retrain.spi.artifact.ArtifactStore;
import dev.retrain.spi.artifact.ArtifactStores;
import dev.retrain.spi.artifact.StoredFile;
import dev.retrain.testkit.InMemoryArtifactStore;
import dev.retrain.testkit.SettableClock;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArtifactFilesTest {

  private static final URI FOLDER = URI.create("memory://bucket/folder");

  @TempDir Path temporary;

  private final InMemoryArtifactStore store = new InMemoryArtifactStore();
  private final SettableClock clock = SettableClock.at("2026-12-01T00:00:00Z");

  private ArtifactCache cache(long size) {
    return new ArtifactCache(temporary.resolve("cache"), size, clock);
  }

  private ArtifactFiles files() {
    return new ArtifactFiles(ArtifactStores.of(store), cache(1_000));
  }

  private StoredFile written(String name, String text) {
    URI address = StoredFile.child(FOLDER, name);
    store.write(address, ArtifactContent.of(text));
    return store.stat(address).orElseThrow();
  }

  private Stream<Path> kept(String kind) throws IOException {
    Path folder = temporary.resolve("cache").resolve(kind);
    return Files.exists(folder) ? Files.list(folder) : Stream.empty();
  }

  @Test
  void bringsAFileUnderItsOwnName() throws IOException {
    written("week.csv", "a,b\n1,2\n");

    Path file = files().bring(FOLDER + "/week.csv");

    assertThat(file).hasFileName("week.csv").hasContent("a,b\n1,2\n");
  }

  @Test
  void bringsAFolderWithAllItsFiles() {
    written("a.csv", "one");
    written("deep/er/b.csv", "two");

    Path folder = files().bring(FOLDER);

    assertThat(folder.resolve("a.csv")).hasContent("one");
    assertThat(folder.resolve("deep/er/b.csv")).hasContent("two");
  }

  @Test
  void leavesLocalFilesWhereTheyAre() throws IOException {
    Path local = Files.writeString(temporary.resolve("a.csv"), "x");

    assertThat(files().bring(local.toUri())).isEqualTo(local);
    assertThat(files().bring(local.toString())).isEqualTo(local);
  }

  @Test
  void fetchesAFileOnceUntilItChanges() {
    written("a.csv", "one");
    ArtifactFiles files = files();
    files.bring(FOLDER + "/a.csv");
    files.bring(FOLDER + "/a.csv");
    assertThat(store.opened()).isEqualTo(1);

    written("a.csv", "two");

    assertThat(files.bring(FOLDER + "/a.csv")).hasContent("two");
    assertThat(store.opened()).isEqualTo(2);
  }

  @Test
  void namesTheAddressOfWhatIsAbsent() {
    assertThatThrownBy(() -> files().bring(FOLDER + "/absent"))
        .isInstanceOf(ConfigurationProblem.class)
        .hasMessageContaining("memory://bucket/folder/absent");
  }

  @Test
  void namesTheModuleOfASchemeThatNothingOpens() {
    assertThatThrownBy(() -> files().bring("gs://bucket/file"))
        .isInstanceOf(ConfigurationProblem.class)
        .hasMessageContaining("retrain-artifacts-gcs");
  }

  @Test
  void fetchesAFileOnceForManyThreads() throws InterruptedException, ExecutionException {
    written("a.csv", "one");
    ArtifactFiles files = files();
    ExecutorService pool = Executors.newFixedThreadPool(8);
    try {
      List<Future<Path>> all =
          IntStream.range(0, 8)
              .mapToObj(i -> pool.submit(() -> files.bring(FOLDER + "/a.csv")))
              .toList();
      for (Future<Path> one : all) {
        assertThat(one.get()).hasContent("one");
      }
    } finally {
      pool.shutdownNow();
    }
    assertThat(store.opened()).isEqualTo(1);
  }

  @Test
  void keepsNothingOfABodyThatIsShort() throws IOException {
    StoredFile file = written("a.csv", "0123456789");
    ArtifactStore cut = Answering.with(store, "012345678".getBytes());

    assertThatThrownBy(() -> cache(1_000).file(cut, file))
        .isInstanceOf(TransientFailure.class)
        .hasMessageContaining("9 bytes of 10");
    assertThat(kept("files")).isEmpty();
    assertThat(kept("arriving")).isEmpty();
  }

  @Test
  void keepsNothingWhoseChecksumDiffers() throws IOException {
    StoredFile found = written("a.csv", "0123456789");
    StoredFile file =
        new StoredFile(
            found.address(),
            found.size(),
            found.etag(),
            Optional.of("md5:781e5e245d69b566979b86e28d23f2c7"));
    assertThat(cache(1_000).file(Answering.with(store, "0123456789".getBytes()), file))
        .hasContent("0123456789");
    Trees.delete(temporary.resolve("cache"));

    assertThatThrownBy(
            () -> cache(1_000).file(Answering.with(store, "0123456780".getBytes()), file))
        .isInstanceOf(TransientFailure.class)
        .hasMessageContaining("checksum");
    assertThat(kept("files")).isEmpty();
  }

  @Test
  void comparesCyclicChecksumsAndDigests() {
    for (String checksum :
        List.of(
            "crc32c:e3069283",
            "sha256:15e2b0d3c33891ebb0f1ef609ec419420c20e320ce94c65fbc8c3312448eb225")) {
      ContentCheck right = ContentCheck.of(Optional.of(checksum));
      right.update("123456789".getBytes(), 9);
      ContentCheck wrong = ContentCheck.of(Optional.of(checksum));
      wrong.update("123456780".getBytes(), 9);

      assertThat(right.matches()).as(checksum).isTrue();
      assertThat(wrong.matches()).as(checksum).isFalse();
    }
  }

  @Test
  void replacesACopyThatWasDamaged() throws IOException {
    StoredFile file = written("a.csv", "0123456789");
    Path copy = cache(1_000).file(store, file);
    Files.writeString(copy, "0123");

    assertThat(cache(1_000).file(store, file)).hasContent("0123456789");
  }

  @Test
  void deletesTheCopyThatWasUsedLeastRecently() {
    Path oldest = cache(25).file(store, written("a", "0123456789"));
    clock.advance(Duration.ofHours(2));
    Path newer = cache(25).file(store, written("b", "0123456789"));
    clock.advance(Duration.ofHours(2));
    Path newest = cache(25).file(store, written("c", "0123456789"));

    assertThat(oldest).doesNotExist();
    assertThat(newer).exists();
    assertThat(newest).exists();
  }

  @Test
  void keepsCopiesThatMayStillBeRead() {
    Path one = cache(15).file(store, written("a", "0123456789"));
    clock.advance(Duration.ofMinutes(59));
    cache(15).file(store, written("b", "0123456789"));

    assertThat(one).exists();
  }

  @Test
  void deletesDownloadsThatWereLeftBehind() throws IOException {
    Path left = Files.createDirectories(temporary.resolve("cache/arriving/left"));
    Trees.setTime(left, clock.instant().minus(Duration.ofDays(2)));

    cache(1_000).file(store, written("a", "x"));

    assertThat(left).doesNotExist();
  }

  @Test
  void refusesAFileThatIsLargerThanTheCache() {
    StoredFile file = written("a", "0123456789");

    assertThatThrownBy(() -> cache(9).file(store, file))
        .isInstanceOf(ConfigurationProblem.class)
        .hasMessageContaining("artifacts.cache.size");
  }

  @Test
  void refusesANameThatLeadsOutOfTheFolder() {
    StoredFile file =
        new StoredFile(URI.create("memory://bucket/folder/../../x"), 1, "1", Optional.empty());

    assertThatThrownBy(() -> cache(9).folder(store, FOLDER, List.of(file)))
        .isInstanceOf(DataProblem.class);
  }

  /** A store whose bodies are not those that were written. */
  private static final class Answering {
    static ArtifactStore with(ArtifactStore real, byte[] body) {
      return (ArtifactStore)
          java.lang.reflect.Proxy.newProxyInstance(
              ArtifactFilesTest.class.getClassLoader(),
              new Class<?>[] {ArtifactStore.class},
              (proxy, method, arguments) ->
                  method.getName().equals("open")
                      ? (InputStream) new ByteArrayInputStream(body)
                      : method.invoke(real, arguments));
    }
  }
}
