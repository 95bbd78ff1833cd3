package dev.retrain.steps.folder;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/** SHA-256 of what a folder holds: relative names and bytes, neither times nor permissions. */
public final class ContentHash {

  private ContentHash() {}

  /**
   * Returns the hash of a file or folder as 64 lower-case hexadecimal digits.
   *
   * @throws IOException if something in it cannot be read
   */
  public static String of(Path top) throws IOException {
    List<Path> files;
    try (Stream<Path> paths = Files.walk(top)) {
      files = paths.filter(Files::isRegularFile).sorted().toList();
    }
    MessageDigest all = sha256();
    for (Path file : files) {
      all.update(top.relativize(file).toString().getBytes(StandardCharsets.UTF_8));
      all.update((byte) 0);
      all.update(digest(file));
    }
    return HexFormat.of().formatHex(all.digest());
  }

  private static byte[] digest(Path file) throws IOException {
    MessageDigest digest = sha256();
    byte[] buffer = new byte[1 << 16];
    try (InputStream in = Files.newInputStream(file)) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        digest.update(buffer, 0, read);
      }
    }
    return digest.digest();
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
