package dev.retrain.artifacts;

import dev.retrain.api.error.TransientFailure;
import dev.retrain.spi.artifact.ArtifactStore;
import dev.retrain.spi.artifact.StoredFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** Copies a remote file to a local one and verifies length and checksum. */
final class Download {

  private static final int BUFFER = 1 << 16;

  /** A file may take a minute and a second for each of its 256 KiB; a stalled one ends earlier. */
  private static final Duration START = Duration.ofMinutes(1);

  private static final long SLOWEST_BYTES_PER_SECOND = 1 << 18;

  private Download() {}

  /**
   * Fills a file.
   *
   * @throws TransientFailure if the content does not arrive whole, as it was written and in time
   * @throws IOException if the local file cannot be written
   */
  static void to(Path target, ArtifactStore store, StoredFile file) throws IOException {
    Files.createDirectories(target.getParent());
    try (OutputStream out = Files.newOutputStream(target)) {
      to(out, store, file);
    }
  }

  /**
   * Returns the content of a small file.
   *
   * @throws TransientFailure if the content does not arrive whole, as it was written and in time
   */
  static byte[] bytes(ArtifactStore store, StoredFile file) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      to(out, store, file);
    } catch (IOException e) {
      throw new TransientFailure("cannot read " + file.address() + ": " + e.getMessage(), e);
    }
    return out.toByteArray();
  }

  private static void to(OutputStream out, ArtifactStore store, StoredFile file)
      throws IOException {
    ContentCheck check = ContentCheck.of(file.checksum());
    long deadline =
        System.nanoTime() + START.plusSeconds(file.size() / SLOWEST_BYTES_PER_SECOND).toNanos();
    long copied = 0;
    try (InputStream in = store.open(file)) {
      byte[] buffer = new byte[BUFFER];
      for (int read = read(in, buffer, file); read >= 0; read = read(in, buffer, file)) {
        if (System.nanoTime() - deadline > 0) {
          throw failed(file, "it arrived too slowly: " + copied + " bytes before the deadline");
        }
        out.write(buffer, 0, read);
        check.update(buffer, read);
        copied += read;
      }
    }
    if (copied != file.size()) {
      throw failed(file, "got " + copied + " bytes of " + file.size());
    }
    if (!check.matches()) {
      throw failed(file, "its checksum is not that of the service");
    }
  }

  private static int read(InputStream in, byte[] buffer, StoredFile file) {
    try {
      return in.read(buffer);
    } catch (IOException e) {
      throw new TransientFailure("cannot read " + file.address() + ": " + e.getMessage(), e);
    }
  }

  private static TransientFailure failed(StoredFile file, String why) {
    return new TransientFailure("cannot read " + file.address() + ": " + why);
  }
}
