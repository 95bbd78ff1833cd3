package dev.retrain.runtime.audit;

import dev.retrain.api.error.ConfigurationProblem;
import dev.retrain.api.error.FailureContext;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads Ed25519 keys from PEM files, as {@code openssl} writes them. No message contains a key. */
final class KeyFiles {

  static final String ALGORITHM = "Ed25519";

  private static final Pattern PEM =
      Pattern.compile("-----BEGIN ([A-Z ]+)-----([A-Za-z0-9+/=\\s]+)-----END \\1-----");

  private KeyFiles() {}

  /** Returns the bytes of a PEM block of a kind, such as {@code PRIVATE KEY}. */
  static byte[] read(Path file, String kind) {
    try {
      Matcher pem = PEM.matcher(Files.readString(file, StandardCharsets.US_ASCII));
      if (pem.find() && pem.group(1).equals(kind)) {
        return Base64.getMimeDecoder().decode(pem.group(2));
      }
      throw unusable(file, kind, "it holds no " + kind, null);
    } catch (IOException | IllegalArgumentException e) {
      throw unusable(file, kind, e.getClass().getSimpleName(), e);
    }
  }

  static ConfigurationProblem unusable(
      Path file, String kind, String why, @org.jspecify.annotations.Nullable Throwable cause) {
    return new ConfigurationProblem(
        "cannot read an " + ALGORITHM + " key from " + file + ": " + why,
        FailureContext.hint(
            "Write the " + kind + " in PEM; openssl genpkey -algorithm ed25519 creates a pair."),
        cause);
  }

  static ConfigurationProblem unusable(GeneralSecurityException cause) {
    return new ConfigurationProblem(
        "cannot sign or check the decision log: " + cause.getMessage(),
        FailureContext.hint("The key must be an " + ALGORITHM + " key."),
        cause);
  }
}
