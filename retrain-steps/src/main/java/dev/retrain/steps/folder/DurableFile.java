package dev.retrain.steps.folder;

import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Writes small files so that a reader, also after a power cut or on a full disk, finds either the
 * old content or the new one, never a part of it. Every state file of a folder is written here.
 * Writers of one file must exclude each other.
 */
public final class DurableFile {

  /** Windows opens no folder as a file, and needs none forced for a rename to last. */
  private static final boolean FORCES_FOLDERS = File.separatorChar == '/';

  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rw-------");

  private DurableFile() {}

  /**
   * Writes a text in UTF-8 to a file beside the target, forces it to the disk and renames it to the
   * target. The folder is created if it is absent.
   *
   * @throws IOException if the text cannot be written whole; the target is then as it was before
   */
  public static void write(Path file, String text) throws IOException {
    write(file, text, Set.of());
  }

  /**
   * Writes a text as {@link #write} does, to a file that only its owner can read, where the file
   * system has permissions.
   *
   * @throws IOException if the text cannot be written whole; the target is then as it was before
   */
  public static void writePrivate(Path file, String text) throws IOException {
    boolean posix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
    write(file, text, posix ? OWNER_ONLY : Set.of());
  }

  private static void write(Path file, String text, Set<PosixFilePermission> permissions)
      throws IOException {
    Path folder = folderOf(file);
    Files.createDirectories(folder);
    Path part = folder.resolve(file.getFileName() + ".part");
    try {
      fill(part, text.getBytes(StandardCharsets.UTF_8), permissions);
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      // A part of a text helps no reader, and on a full disk its space is needed.
      deletePart(part, e);
      throw e;
    }
    force(folder);
  }

  private static void deletePart(Path part, IOException failed) {
    try {
      Files.deleteIfExists(part);
    } catch (IOException e) {
      failed.addSuppressed(e);
    }
  }

  private static void fill(Path part, byte[] text, Set<PosixFilePermission> permissions)
      throws IOException {
    if (!permissions.isEmpty()) {
      Files.deleteIfExists(part);
      Files.createFile(part, PosixFilePermissions.asFileAttribute(permissions));
    }
    try (FileChannel channel =
        FileChannel.open(
            part,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      // One call may write a part only, which is how a disk that is nearly full answers.
      ByteBuffer bytes = ByteBuffer.wrap(text);
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
  }

  /**
   * Forces a file, or every file below a folder and the folders themselves, to the disk. Links are
   * not followed, and pipes, sockets and devices are passed over: none of them holds data here.
   */
  public static void forceAll(Path top) throws IOException {
    try (Stream<Path> paths = Files.walk(top)) {
      for (Path path : (Iterable<Path>) paths::iterator) {
        if (Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)
            || Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
          force(path);
        }
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
