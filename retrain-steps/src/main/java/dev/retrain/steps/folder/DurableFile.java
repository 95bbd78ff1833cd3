package dev.retrain.steps.folder;

import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.stream.Stream;

/**
 * Writes small files so that a reader, also one after a power cut, finds the old content or the
 * new, never a part. Writers of one file must exclude each other.
 */
public final class DurableFile {

  /** Windows opens no folder as a file, and needs none forced for a rename to last. */
  private static final boolean FORCES_FOLDERS = File.separatorChar == '/';

  private DurableFile() {}

  /**
   * Writes a text in UTF-8: to a file beside, forced to the disk, then renamed.
   *
   * @throws IOException if it cannot be written whole; what was there before still is
   */
  public static void write(Path file, String text) throws IOException {
    Path folder = folderOf(file);
    Files.createDirectories(folder);
    Path part = folder.resolve(file.getFileName() + ".part");
    try (FileChannel channel =
        FileChannel.open(
            part,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
    Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    force(folder);
  }

  /** Forces a file, or every file below a folder and the folders themselves, to the disk. */
  public static void forceAll(Path top) throws IOException {
    try (Stream<Path> paths = Files.walk(top)) {
      for (Path path : (Iterable<Path>) paths::iterator) {
        force(path);
      }
    }
  }

  private static void force(Path path) throws IOException {
    if (Files.isDirectory(path) && !FORCES_FOLDERS) {
      return;
    }
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  private static Path folderOf(Path file) {
    Path folder = file.toAbsolutePath().getParent();
    if (folder == null) {
      throw new IllegalArgumentException(file + " lies in no folder");
    }
    return folder;
  }
}
