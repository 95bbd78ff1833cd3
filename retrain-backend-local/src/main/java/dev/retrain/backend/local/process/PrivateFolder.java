package dev.retrain.backend.local.process;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * A folder for temporary files that no other user reads or writes. The folder of all temporary
 * files is shared: a file in it under a name that can be guessed may belong to any user.
 */
public final class PrivateFolder {

  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rwx------");

  private PrivateFolder() {}

  /** Returns the folder of this user, which is the same for all its processes. */
  public static Path ofThisUser() throws IOException {
    String user = System.getProperty("user.name", "").replaceAll("[^A-Za-z0-9._-]", "_");
    return in(Path.of(System.getProperty("java.io.tmpdir", "")), "retrain-" + user);
  }

  /**
   * Returns a folder of a name, created if absent; another, new one where that name is taken by
   * another user, is open to others, or is a link.
   */
  static Path in(Path shared, String name) throws IOException {
    Path folder = shared.toAbsolutePath().resolve(name);
    if (!folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      return Files.createDirectories(folder); // Windows gives each user a temporary folder
    }
    try {
      Files.createDirectory(folder, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
    } catch (FileAlreadyExistsException e) {
      return isPrivate(folder) ? folder : Files.createTempDirectory(shared, name + "-");
    }
    return folder;
  }

  private static boolean isPrivate(Path folder) throws IOException {
    if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)
        || !Files.getPosixFilePermissions(folder, LinkOption.NOFOLLOW_LINKS).equals(OWNER_ONLY)) {
      return false;
    }
    // Only who owns the folder, or may do anything, can make a file in it; so the file tells.
    Path probe = Files.createTempFile(folder, "retrain-probe-", "");
    try {
      return isOwnedAs(folder, probe);
    } finally {
      Files.delete(probe);
    }
  }

  /** Returns whether two files belong to the same user. */
  public static boolean isOwnedAs(Path file, Path other) throws IOException {
    return Files.getOwner(file, LinkOption.NOFOLLOW_LINKS)
        .equals(Files.getOwner(other, LinkOption.NOFOLLOW_LINKS));
  }
}
