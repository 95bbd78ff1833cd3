package dev.retrain.spi.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.retrain.api.error.ConfigurationProblem;
import dev.retrain.api.error.TransientFailure;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the kit of stores cannot see: names, locks and other files of the machine. */
class FileArtifactStoreTest {

  private final ArtifactStore store = new FileArtifactStore();

  @TempDir Path folder;

  private URI file(String name) {
    return folder.resolve(name).toUri();
  }

  private String content(StoredFile file) throws IOException {
    try (InputStream in = store.open(file)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void readsWhatItWrote() throws IOException {
    store.write(file("a/b.txt"), ArtifactContent.of("one"));

    StoredFile found = store.stat(file("a/b.txt")).orElseThrow();
    assertThat(content(found)).isEqualTo("one");
    assertThat(found.size()).isEqualTo(3);
  }

  @Test
  void writesTheContentOfALocalFile() throws IOException {
    Path source = Files.writeString(folder.resolve("source"), "rows");

    store.write(file("copy"), ArtifactContent.of(source));

    assertThat(folder.resolve("copy")).hasContent("rows");
  }

  @Test
  void opensNoOtherContentThanTheOneFound() {
    store.write(file("a"), ArtifactContent.of("one"));
    StoredFile found = store.stat(file("a")).orElseThrow();
    store.write(file("a"), ArtifactContent.of("two"));

    assertThatThrownBy(() -> store.open(found))
        .isInstanceOf(TransientFailure.class)
        .hasMessageContaining("changed or deleted meanwhile");
  }

  @Test
  void opensNoDeletedFile() {
    store.write(file("a"), ArtifactContent.of("one"));
    StoredFile found = store.stat(file("a")).orElseThrow();
    store.delete(file("a"));

    assertThatThrownBy(() -> store.open(found)).isInstanceOf(TransientFailure.class);
    assertThat(store.stat(file("a"))).isEmpty();
  }

  @Test
  void writesOnlyWhereTheConditionIsMet() throws IOException {
    assertThat(store.writeIfAbsent(file("a"), ArtifactContent.of("one"))).isTrue();
    assertThat(store.writeIfAbsent(file("a"), ArtifactContent.of("two"))).isFalse();
    StoredFile one = store.stat(file("a")).orElseThrow();
    assertThat(store.replace(one, ArtifactContent.of("three"))).isTrue();
    assertThat(store.replace(one, ArtifactContent.of("four"))).isFalse();

    assertThat(content(store.stat(file("a")).orElseThrow())).isEqualTo("three");
  }

  @Test
  void listsInPagesWithoutHiddenFiles() {
    for (String name : List.of("c", "a", "b/d")) {
      store.write(file(name), ArtifactContent.of(name));
    }

    FilePage first = store.list(folder.toUri(), Optional.empty(), 2);
    FilePage second = store.list(folder.toUri(), first.next(), 2);

    assertThat(first.files())
        .extracting(f -> f.nameBelow(folder.toUri()))
        .containsExactly("a", "b/d");
    assertThat(second.files()).extracting(f -> f.nameBelow(folder.toUri())).containsExactly("c");
    assertThat(second.next()).isEmpty();
    assertThat(store.files(file("absent"))).isEmpty();
  }

  @Test
  void tellsLargeFilesApartByTimeAndSize() throws IOException {
    Path large = Files.write(folder.resolve("large"), new byte[70_000]);
    StoredFile before = store.stat(large.toUri()).orElseThrow();
    Files.write(large, new byte[70_001]);

    assertThat(store.stat(large.toUri()).orElseThrow().etag()).isNotEqualTo(before.etag());
  }

  @Test
  void refusesAFileInThePlaceOfAFolder() {
    store.write(file("a"), ArtifactContent.of("one"));

    assertThatThrownBy(() -> store.write(file("a/b"), ArtifactContent.of("two")))
        .isInstanceOf(ConfigurationProblem.class)
        .hasMessageContaining("is a file, not a folder");
  }

  @Test
  void refusesAnAddressThatNamesNoFile() {
    assertThatThrownBy(() -> store.stat(URI.create("file:relative")))
        .isInstanceOf(ConfigurationProblem.class)
        .hasMessageContaining("does not name a local file");
  }
}
