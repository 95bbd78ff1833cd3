package dev.retrain.runtime.provenance;

import static java.util.Objects.requireNonNull;

import dev.retrain.api.document.Node;
import dev.retrain.api.error.RetrainException;
import dev.retrain.api.source.DataWindow;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Describes the data of a run.
 *
 * @param version name in its source
 * @param hash hash of the content with its algorithm, such as {@code md5:22a1...}; empty if DVC
 *     does not track it and it is a folder or too large to be hashed
 * @param size size in bytes; empty if unknown
 * @param path location
 * @param pointer DVC file that holds the hash
 */
public record DataReference(
    String version,
    Optional<String> hash,
    OptionalLong size,
    Optional<Path> path,
    Optional<Path> pointer) {

  /** Hashing more than this would block the loop for seconds. */
  private static final long MOST_BYTES = 256L << 20;

  private static final int BUFFER = 1 << 16;
  private static final Logger LOG = LoggerFactory.getLogger(DataReference.class);

  /** Checks that nothing is missing. */
  public DataReference {
    requireNonNull(version);
    requireNonNull(hash);
    requireNonNull(size);
    requireNonNull(path);
    requireNonNull(pointer);
  }

  /** Returns data of which only the version is known. */
  public static DataReference of(String version) {
    return new DataReference(
        version, Optional.empty(), OptionalLong.empty(), Optional.empty(), Optional.empty());
  }

  /** Returns the data of a window, with its hash from DVC, else of its bytes. */
  public static DataReference of(DataWindow window) {
    return pointer(window.rows())
        .map(
            found ->
                new DataReference(
                    window.dataVersion(),
                    Optional.of(found.version()),
                    found.size(),
                    Optional.of(window.rows()),
                    Optional.of(found.pointer())))
        .orElseGet(() -> read(window));
  }

  /** Ignores a pointer that cannot be read; the run starts without it. */
  private static Optional<DvcPointer> pointer(Path rows) {
    try {
      return DvcPointer.of(rows);
    } catch (RetrainException e) {
      LOG.warn("the DVC file of {} is ignored: {}", rows, e.getMessage());
      return Optional.empty();
    }
  }

  private static DataReference read(DataWindow window) {
    Path rows = window.rows();
    try {
      boolean file = Files.isRegularFile(rows);
      OptionalLong size = file ? OptionalLong.of(Files.size(rows)) : OptionalLong.empty();
      boolean small = file && size.orElse(0) <= MOST_BYTES;
      return new DataReference(
          window.dataVersion(),
          small ? Optional.of("sha256:" + sha256(rows)) : Optional.empty(),
          size,
          Optional.of(rows),
          Optional.empty());
    } catch (IOException e) {
      LOG.warn("the content of {} is not hashed: {}", rows, e.toString());
      return of(window.dataVersion());
    }
  }

  private static String sha256(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      byte[] buffer = new byte[BUFFER];
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        digest.update(buffer, 0, read);
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256 is required in every Java platform", e);
    }
  }

  /** Returns the document form. */
  Node toNode() {
    Map<String, Node> document = new LinkedHashMap<>();
    document.put("version", Node.of(version));
    hash.ifPresent(known -> document.put("hash", Node.of(known)));
    size.ifPresent(known -> document.put("size", Node.of(known)));
    path.ifPresent(known -> document.put("path", Node.of(known.toString())));
    pointer.ifPresent(known -> document.put("pointer", Node.of(known.toString())));
    return Node.of(document);
  }
}
