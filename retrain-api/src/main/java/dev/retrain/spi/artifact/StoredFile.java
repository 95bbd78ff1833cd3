package dev.retrain.spi.artifact;

import static java.util.Objects.requireNonNull;

import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;

/**
 * A file in a store.
 *
 * @param address where it lies
 * @param size in bytes
 * @param etag changes whenever the content does; opaque
 * @param checksum of the content as {@code md5:}, {@code crc32c:} or {@code sha256:} and lower-case
 *     hexadecimal digits; empty where the service keeps none
 */
public record StoredFile(URI address, long size, String etag, Optional<String> checksum) {

  /** Checks that the entity tag is there and the size is not negative. */
  public StoredFile {
    requireNonNull(address);
    requireNonNull(checksum);
    if (size < 0 || etag.isBlank()) {
      throw new IllegalArgumentException(
          address + " needs a size and an entity tag, got " + size + " and '" + etag + "'");
    }
  }

  /**
   * Returns a stream of this file that throws an {@link java.io.IOException} where the given one
   * ends before the size or continues after it.
   */
  public InputStream sized(InputStream content) {
    return new SizedStream(this, content);
  }

  /**
   * Returns the name of this file relative to a folder, decoded, with slashes between segments.
   *
   * @throws IllegalArgumentException if it does not lie below the folder
   */
  public String nameBelow(URI folder) {
    String prefix = path(asFolder(folder));
    String path = path(address);
    if (!path.startsWith(prefix) || path.length() == prefix.length()) {
      throw new IllegalArgumentException(address + " does not lie below " + folder);
    }
    return path.substring(prefix.length());
  }

  /**
   * Returns the address of a file below a folder.
   *
   * @param name relative, not encoded, with slashes between segments
   */
  public static URI child(URI folder, String name) {
    try {
      String encoded = new URI(null, null, "/" + name, null).toASCIIString().substring(1);
      return URI.create(asFolder(folder) + encoded);
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException("'" + name + "' is not a name of a file", e);
    }
  }

  /** Returns an address whose path ends in a slash. */
  public static URI asFolder(URI address) {
    String text = address.toString();
    return text.endsWith("/") ? address : URI.create(text + "/");
  }

  private static String path(URI address) {
    String path = address.getPath();
    return path == null ? "" : path;
  }
}
