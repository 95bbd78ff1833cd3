package dev.retrain.backend.local.endpoint;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The secret that a client shows to administer an endpoint: 32 random bytes as 64 lower-case
 * hexadecimal digits. There is no shorter one, so that a file cut short by a full disk or a crash
 * is no token at all.
 */
final class AdminToken {

  private static final int BYTES = 32;
  private static final Pattern WHOLE = Pattern.compile("[0-9a-f]{" + 2 * BYTES + "}");
  private static final String BEARER = "Bearer ";

  private final String text;

  private AdminToken(String text) {
    this.text = text;
  }

  /** Makes a new token. */
  static AdminToken random() {
    byte[] secret = new byte[BYTES];
    new SecureRandom().nextBytes(secret);
    return new AdminToken(HexFormat.of().formatHex(secret));
  }

  /** Returns the token of a file's content; empty if it is not whole. */
  static Optional<AdminToken> parse(String content) {
    String text = content.strip();
    return WHOLE.matcher(text).matches() ? Optional.of(new AdminToken(text)) : Optional.empty();
  }

  /** Returns the value of the header {@code Authorization} that shows this token. */
  String authorization() {
    return BEARER + text;
  }

  /** Compares in constant time, so that the token cannot be guessed letter by letter. */
  boolean isShownBy(@Nullable String authorization) {
    return authorization != null
        && MessageDigest.isEqual(bytes(authorization()), bytes(authorization));
  }

  /** Returns the digits, for the file only. */
  String text() {
    return text;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public String toString() {
    return "***";
  }
}
