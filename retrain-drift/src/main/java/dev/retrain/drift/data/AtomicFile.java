package dev.retrain.drift.data;

import static java.nio.file.StandardOpenOption.CREATE_NEW;

import dev.retrain.api.error.DataProblem;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.UUID;

/** Writes files that are either whole or not there: to a temporary file beside, then moved. */
public final class AtomicFile {
  private AtomicFile() {}

  /** Fills a file. */
  public interface Content {
    /** Writes everything to the stream, which is closed afterwards. */
    void writeTo(OutputStream out) throws IOException;
  }

  /**
   * Writes a file, replacing one that is there; folders above it are made.
   *
   * @throws DataProblem if it cannot be written; what was there before is still there
   */
  public static void write(Path file, Content content) {
    Path folder = file.toAbsolutePath().getParent();
    try {
      Files.createDirectories(folder);
      // Not by createTempFile: what it makes nobody else may read, and the file keeps that.
      Path temporary =
          file.toAbsolutePath()
              .resolveSibling("." + file.getFileName() + "." + UUID.randomUUID() + ".part");
      try {
        try (OutputStream out =
            new BufferedOutputStream(Files.newOutputStream(temporary, CREATE_NEW))) {
          content.writeTo(out);
        }
        move(temporary, file);
      } finally {
        Files.deleteIfExists(temporary);
      }
    } catch (IOException failed) {
      throw new DataProblem("writing '%s' failed: %s".formatted(file, failed.getMessage()), failed);
    }
  }

  private static void move(Path from, Path to) throws IOException {
    try {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (AtomicMoveNotSupportedException plain) {
      Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
    }
  }
}
