package dev.retrain.artifacts;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Folders of the cache, which another process may be deleting. */
final class Trees {

  private Trees() {}

  static void delete(Path top) throws IOException {
    if (!Files.exists(top)) {
      return;
    }
    for (Path path : all(top).stream().sorted(Comparator.reverseOrder()).toList()) {
      Files.deleteIfExists(path);
    }
  }

  static long bytes(Path top) throws IOException {
    return all(top).stream()
        .map(Path::toFile)
        .filter(f -> f.isFile())
        .mapToLong(f -> f.length())
        .sum();
  }

  /** Sets the time at which a copy was used last. */
  static void setTime(Path place, Instant time) throws IOException {
    Files.setLastModifiedTime(place, FileTime.from(time));
  }

  private static List<Path> all(Path top) throws IOException {
    try (Stream<Path> paths = Files.walk(top)) {
      return paths.toList();
    } catch (NoSuchFileException e) {
      return List.of();
    } catch (UncheckedIOException e) {
      if (e.getCause() instanceof NoSuchFileException) {
        return List.of(); // deleted meanwhile
      }
      throw e.getCause();
    }
  }
}
