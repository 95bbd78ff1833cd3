package dev.retrain.artifacts;

import dev.retrain.spi.artifact.StoredFile;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** The name of a copy: a hash of addresses and entity tags. */
final class CacheKey {

  private CacheKey() {}

  static String of(StoredFile file) {
    return hex(digest(file.address().toString(), file.etag(), Long.toString(file.size())));
  }

  static String of(URI folder, List<StoredFile> files) {
    MessageDigest all = sha256();
    all.update(digest(StoredFile.asFolder(folder).toString()));
    for (StoredFile file : files) {
      all.update(digest(file.address().toString(), file.etag(), Long.toString(file.size())));
    }
    return hex(all.digest());
  }

  private static byte[] digest(String... parts) {
    MessageDigest digest = sha256();
    for (String part : parts) {
      digest.update(part.getBytes(StandardCharsets.UTF_8));
      digest.update((byte) 0);
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

  private static String hex(byte[] digest) {
    return HexFormat.of().formatHex(digest);
  }
}
