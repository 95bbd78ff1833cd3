package dev.retrain.testkit.tck;

import static dev.retrain.spi.artifact.StoredFile.child;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.retrain.api.error.PermanentFailure;
import dev.retrain.api.error.TransientFailure;
import dev.retrain.spi.artifact.ArtifactContent;
import dev.retrain.spi.artifact.ArtifactContext;
import dev.retrain.spi.artifact.ArtifactStore;
import dev.retrain.spi.artifact.FilePage;
import dev.retrain.spi.artifact.StoredFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * What an artifact store must do: contents that arrive as they were written, lists in pages, and
 * writes on a condition that exactly one of many writers wins. Extend it and implement how a store
 * is opened; {@link ArtifactFaultTck} tests what it does when its service fails.
 */
@ExtendWith(CaseCount.class)
public abstract class ArtifactStoreTck {

  private static final int AT_ONCE = 8;

  private @Nullable Path temporary;
  private @Nullable URI folder;
  private @Nullable ArtifactStore opened;

  /** Opens the store. */
  protected abstract ArtifactStore open(ArtifactContext context);

  /**
   * Returns an empty folder, another for each case.
   *
   * @param temporary an empty local folder, for stores that need one
   */
  protected abstract URI folder(Path temporary);

  /**
   * Returns a folder that the service does not have, such as one of an absent bucket; empty where
   * every folder comes into being with its first file.
   */
  protected Optional<URI> absentFolder() {
    return Optional.empty();
  }

  @BeforeEach
  final void openFirst(@TempDir Path local) {
    temporary = local;
    folder = folder(local);
    opened = open(ArtifactContext.standard());
  }

  @AfterEach
  final void closeLast() {
    store().close();
  }

  private ArtifactStore store() {
    if (opened == null) {
      throw new IllegalStateException("a case runs inside JUnit");
    }
    return opened;
  }

  private URI file(String name) {
    if (folder == null) {
      throw new IllegalStateException("a case runs inside JUnit");
    }
    return child(folder, name);
  }

  private StoredFile written(String name, String text) {
    store().write(file(name), ArtifactContent.of(text));
    return found(name);
  }

  private StoredFile found(String name) {
    return store()
        .stat(file(name))
        .orElseThrow(() -> new AssertionError("a file that was written must be found: " + name));
  }

  private String text(String name) {
    return new String(bytes(found(name)), StandardCharsets.UTF_8);
  }

  private byte[] bytes(StoredFile file) {
    try (InputStream in = store().open(file)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<String> names(List<StoredFile> files) {
    URI top = file("x").resolve(".");
    return files.stream().map(file -> file.nameBelow(top)).toList();
  }

  /** A file is what was written, or absent. */
  @Nested
  class Contents {

    @Test
    void arriveAsTheyWereWritten() throws IOException {
      byte[] random = new byte[300_000];
      new Random(7).nextBytes(random);
      Path local = Files.write(local("random"), random);
      store().write(file("random.bin"), ArtifactContent.of(local));

      StoredFile found = found("random.bin");
      assertThat(bytes(found)).as("every byte arrives as it was written").isEqualTo(random);
      assertThat(found.size()).as("stat returns the size in bytes").isEqualTo(random.length);
    }

    @Test
    void mayBeEmpty() {
      StoredFile empty = written("empty", "");

      assertThat(empty.size()).isZero();
      assertThat(bytes(empty)).isEmpty();
    }

    @Test
    void haveNamesWithSpacesAndLetters() {
      written("week 1/räte+50%.csv", "a");

      assertThat(text("week 1/räte+50%.csv")).isEqualTo("a");
      assertThat(names(store().files(file("x").resolve("."))))
          .as("names arrive decoded")
          .containsExactly("week 1/räte+50%.csv");
    }

    @Test
    void areAbsentUntilWritten() {
      assertThat(store().stat(file("absent")))
          .as("stat of an absent file is empty, not a failure")
          .isEmpty();
      written("folder/file", "a");
      assertThat(store().stat(file("folder"))).as("a folder is not a file").isEmpty();
    }

    @Test
    void changeTheEntityTag() {
      StoredFile first = written("file", "one");
      StoredFile second = written("file", "two");

      assertThat(second.etag())
          .as("the entity tag changes with the content, also of the same size")
          .isNotEqualTo(first.etag());
      assertThat(found("file")).as("and only with it").isEqualTo(second);
    }

    @Test
    void areNotOpenedWhenTheyChanged() {
      StoredFile first = written("file", "one");
      written("file", "two");

      assertThat(catchThrowableOfType(TransientFailure.class, () -> bytes(first)))
          .as("open returns the content that was found, or throws a TransientFailure")
          .isNotNull();
    }

    @Test
    void areNotOpenedWhenTheyAreGone() {
      StoredFile file = written("file", "one");
      store().delete(file.address());

      assertThat(catchThrowableOfType(TransientFailure.class, () -> bytes(file)))
          .as("a file that was deleted meanwhile is a TransientFailure")
          .isNotNull();
    }

    @Test
    void areDeleted() {
      written("file", "one");
      store().delete(file("file"));
      store().delete(file("file"));

      assertThat(store().stat(file("file"))).as("a deleted file is absent").isEmpty();
    }
  }

  private Path local(String name) {
    if (temporary == null) {
      throw new IllegalStateException("a case runs inside JUnit");
    }
    return temporary.resolveSibling(temporary.getFileName() + "-" + name);
  }

  /** Files below a folder, in pages. */
  @Nested
  class Lists {

    @Test
    void pageThroughAllInOrder() {
      List<String> all = List.of("a/1", "a/b/2", "a/c", "b", "c/d/e/3", "d", "e");
      all.stream().sorted((one, other) -> other.compareTo(one)).forEach(name -> written(name, "x"));

      List<String> seen = new ArrayList<>();
      Optional<String> next = Optional.empty();
      do {
        FilePage page = store().list(file("x").resolve("."), next, 3);
        assertThat(page.files()).as("a page holds at most its limit").hasSizeLessThanOrEqualTo(3);
        seen.addAll(names(page.files()));
        next = page.next();
      } while (next.isPresent() && seen.size() <= all.size());

      assertThat(seen).as("pages hold every file once, in order").isEqualTo(all);
    }

    @Test
    void areOfOneFolderOnly() {
      written("week/1", "x");
      written("week-2/1", "x");
      written("week.csv", "x");

      assertThat(names(store().files(file("week"))))
          .as("a folder's list holds no files of folders whose names begin alike")
          .containsExactly("week/1");
    }

    @Test
    void ofAnAbsentFolderAreEmpty() {
      assertThat(store().files(file("absent"))).isEmpty();
    }

    @Test
    void holdFilesThatCanBeOpened() {
      written("file", "content");

      StoredFile listed = store().files(file("x").resolve(".")).get(0);
      assertThat(listed.size()).isEqualTo(7);
      assertThat(new String(bytes(listed), StandardCharsets.UTF_8))
          .as("a listed file opens as one that stat returned")
          .isEqualTo("content");
      assertThat(listed.etag())
          .as("list and stat return the same entity tag")
          .isEqualTo(found("file").etag());
    }
  }

  /** Of many writers one succeeds. */
  @Nested
  class Conditions {

    @Test
    void keepWhatIsThere() {
      assertThat(store().writeIfAbsent(file("file"), ArtifactContent.of("one"))).isTrue();
      assertThat(store().writeIfAbsent(file("file"), ArtifactContent.of("two")))
          .as("writeIfAbsent writes nothing where a file is")
          .isFalse();
      assertThat(text("file")).isEqualTo("one");
    }

    @Test
    void areMetByOneOfMany() {
      List<Boolean> wrote =
          ConcurrentCalls.call(
              AT_ONCE,
              number -> store().writeIfAbsent(file("file"), ArtifactContent.of("by " + number)));

      assertThat(wrote)
          .as("of many who write an absent file at once exactly one succeeds")
          .containsOnlyOnce(true);
      assertThat(text("file")).isEqualTo("by " + wrote.indexOf(true));
    }

    @Test
    void replaceWhatWasExpected() {
      StoredFile one = written("file", "one");

      assertThat(store().replace(one, ArtifactContent.of("two"))).isTrue();
      assertThat(text("file")).isEqualTo("two");
      assertThat(store().replace(one, ArtifactContent.of("three")))
          .as("replace writes nothing where the file was changed")
          .isFalse();
      assertThat(text("file")).isEqualTo("two");
    }

    @Test
    void replaceNothingThatIsGone() {
      StoredFile one = written("file", "one");
      store().delete(one.address());

      assertThat(store().replace(one, ArtifactContent.of("two")))
          .as("replace writes nothing where the file was deleted")
          .isFalse();
      assertThat(store().stat(one.address())).isEmpty();
    }

    @Test
    void replaceByOneOfMany() {
      StoredFile before = written("file", "before");
      List<Boolean> wrote =
          ConcurrentCalls.call(
              AT_ONCE, number -> store().replace(before, ArtifactContent.of("by " + number)));

      assertThat(wrote)
          .as("of many who replace one content at once exactly one succeeds")
          .containsOnlyOnce(true);
      assertThat(text("file")).isEqualTo("by " + wrote.indexOf(true));
    }

    @Test
    void keepWritesWhole() {
      List<String> texts =
          ConcurrentCalls.call(
              AT_ONCE,
              number -> {
                String text = Integer.toString(number).repeat(50_000);
                store().write(file("file"), ArtifactContent.of(text));
                return text;
              });

      assertThat(new HashSet<>(texts))
          .as("a reader finds what one writer wrote, never a mixture")
          .contains(text("file"));
    }
  }

  /** Addresses that the store cannot have. */
  @Nested
  class Addresses {

    @Test
    void ofAnAbsentBucketAreNamed() {
      absentFolder()
          .ifPresent(
              absent -> {
                PermanentFailure reading =
                    catchThrowableOfType(PermanentFailure.class, () -> store().files(absent));
                PermanentFailure writing =
                    catchThrowableOfType(
                        PermanentFailure.class,
                        () -> store().write(child(absent, "file"), ArtifactContent.of("x")));

                String bucket = String.valueOf(absent.getAuthority());
                assertThat(reading).as("an absent bucket is a PermanentFailure").isNotNull();
                assertThat(reading).hasMessageContaining(bucket.replaceAll("@.*", ""));
                assertThat(writing).as("an absent bucket is a PermanentFailure").isNotNull();
              });
    }
  }
}
