package dev.retrain.testkit.loopback;

import java.net.URI;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Where artifacts addressed by URI lie on this machine: {@code s3://bucket/a/b} is the folder
 * {@code s3/bucket/a/b} below the root, and so for every scheme. A {@code file:} URI and an
 * absolute path are themselves. Immutable and thread-safe.
 */
public final class ArtifactFolders {

  private static final Pattern ADDRESS = Pattern.compile("([a-zA-Z][a-zA-Z0-9+.-]*):/*([^?#]*)");

  private final Path root;

  /** Uses folders below a root, which need not exist. */
  public ArtifactFolders(Path root) {
    this.root = root.toAbsolutePath().normalize();
  }

  /** Returns the root, as an absolute path. */
  public Path root() {
    return root;
  }

  /**
   * Returns the file or folder of an address. It need not exist.
   *
   * @throws IllegalArgumentException if it has no scheme, or leaves the root
   */
  public Path folder(String address) {
    if (address.startsWith("file:")) {
      return Path.of(URI.create(address));
    }
    if (address.startsWith("/")) {
      return Path.of(address);
    }
    var parts = ADDRESS.matcher(address);
    if (!parts.matches()) {
      throw new IllegalArgumentException(
          "an artifact's address needs a scheme and no query, is " + address);
    }
    Path place = root.resolve(parts.group(1).toLowerCase(Locale.ROOT));
    Path folder = place.resolve(parts.group(2)).normalize();
    if (!folder.startsWith(place) || folder.equals(place)) {
      throw new IllegalArgumentException("the address " + address + " leaves its bucket");
    }
    return folder;
  }
}
