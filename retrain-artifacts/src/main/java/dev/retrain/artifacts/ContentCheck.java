package dev.retrain.artifacts;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.CRC32C;

/** Compares a content with the checksum that a service keeps, while it is copied. */
interface ContentCheck {

  /** Takes the next bytes. */
  void update(byte[] bytes, int length);

  /** Returns whether all bytes have the checksum. */
  boolean matches();

  /** Returns the check of a checksum; one of an unknown algorithm, or none, always matches. */
  static ContentCheck of(Optional<String> checksum) {
    String text = checksum.orElse("").toLowerCase(Locale.ROOT);
    String value = text.substring(text.indexOf(':') + 1);
    if (text.startsWith("md5:")) {
      return new Digest("MD5", value);
    }
    if (text.startsWith("sha256:")) {
      return new Digest("SHA-256", value);
    }
    return text.startsWith("crc32c:") ? new Cyclic(value) : new Absent();
  }

  /** A message digest. */
  final class Digest implements ContentCheck {
    private final MessageDigest digest;
    private final String expected;

    Digest(String algorithm, String expected) {
      try {
        this.digest = MessageDigest.getInstance(algorithm);
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException("every Java platform has " + algorithm, e);
      }
      this.expected = expected;
    }

    @Override
    public void update(byte[] bytes, int length) {
      digest.update(bytes, 0, length);
    }

    @Override
    public boolean matches() {
      return HexFormat.of().formatHex(digest.digest()).equals(expected);
    }
  }

  /** A cyclic redundancy check. */
  final class Cyclic implements ContentCheck {
    private final CRC32C sum = new CRC32C();
    private final String expected;

    Cyclic(String expected) {
      this.expected = expected;
    }

    @Override
    public void update(byte[] bytes, int length) {
      sum.update(bytes, 0, length);
    }

    @Override
    public boolean matches() {
      return String.format(Locale.ROOT, "%08x", sum.getValue()).equals(expected);
    }
  }

  /** No checksum to compare with. */
  final class Absent implements ContentCheck {
    @Override
    public void update(byte[] bytes, int length) {}

    @Override
    public boolean matches() {
      return true;
    }
  }
}
