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

/** Writes files that are either complete or absent: to a temporary file beside, then moved. */
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
    Path target = target(file);
    Path folder = target.getParent();
    if (folder == null || Files.isDirectory(target)) {
      throw new DataProblem("writing '%s' failed: it is a folder, name a file".formatted(file));
    }
    try {
      if (Files.exists(target) && !Files.isRegularFile(target)) {
        writeThrough(target, content);
        return;
      }
      Files.createDirectories(folder);
      // Not by createTempFile: only the owner may read what it makes, and the file keeps that.
      Path temporary =
          target.resolveSibling("." + target.getFileName() + "." + UUID.randomUUID() + ".part");
      try {
        try (OutputStream out =
            new BufferedOutputStream(Files.newOutputStream(temporary, CREATE_NEW))) {
          content.writeTo(out);
        }
        move(temporary, target);
      } finally {
        Files.deleteIfExists(temporary);
      }
    } catch (IOException failed) {
      throw new DataProblem("writing '%s' failed: %s".formatted(file, failed.getMessage()), failed);
    }
  }

  /** Returns the file behind symbolic links, so that a link stays a link. */
  private static Path target(Path file) {
    try {
      return Files.exists(file) ? file.toRealPath() : file.toAbsolutePath();
    } catch (IOException unreadable) {
      return file.toAbsolutePath();
    }
  }

  /** Writes into a device or pipe, which a move would replace. */
  private static void writeThrough(Path file, Content content) throws IOException {
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
      content.writeTo(out);
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
