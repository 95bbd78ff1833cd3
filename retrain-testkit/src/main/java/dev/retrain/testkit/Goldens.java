package dev.retrain.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retrain.spi.backend.NativeDefinition;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Texts kept in files and compared byte by byte, so that a change of what a translator writes shows
 * in review. Files are written only with {@code -Dgolden.update=true}.
 *
 * @param folder the folder of the files
 */
public record Goldens(Path folder) {

  /** Returns the golden files of a module, in {@code src/test/resources/golden}. */
  public static Goldens ofModule() {
    return new Goldens(Path.of("src", "test", "resources", "golden"));
  }

  /**
   * Compares a text with a file.
   *
   * @param file from the folder
   * @throws AssertionError if they differ
   */
  public void check(String file, String text) {
    Path golden = folder.resolve(file);
    try {
      if (isUpdate()) {
        Files.createDirectories(golden.toAbsolutePath().getParent());
        Files.writeString(golden, text);
      }
      assertThat(text).as("the text of " + golden).isEqualTo(Files.readString(golden));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot compare with " + golden, e);
    }
  }

  /**
   * Compares every file of a definition with those in a folder, which must hold no others.
   *
   * @param name of the folder, from the folder of all
   * @throws AssertionError if one differs, is missing or is left over
   */
  public void check(String name, NativeDefinition definition) {
    Path own = folder.resolve(name);
    try {
      if (isUpdate() && Files.isDirectory(own)) {
        for (String old : files(own)) {
          Files.delete(own.resolve(old));
        }
      }
      definition.files().forEach((file, text) -> check(name + "/" + file, text));
      assertThat(files(own))
          .as("the files in " + own)
          .containsExactlyInAnyOrderElementsOf(definition.files().keySet());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot compare with " + own, e);
    }
  }

  private static boolean isUpdate() {
    return Boolean.getBoolean("golden.update");
  }

  private static List<String> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> folder.relativize(file).toString().replace('\\', '/'))
          .toList();
    }
  }
}
