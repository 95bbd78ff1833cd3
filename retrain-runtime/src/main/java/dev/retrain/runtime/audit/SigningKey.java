package dev.retrain.runtime.audit;

import static java.util.Objects.requireNonNull;

import dev.retrain.api.error.ConfigurationProblem;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;

/** Signs entries of the decision log with Ed25519. Thread-safe; never prints its key. */
public final class SigningKey {

  private static final String KIND = "PRIVATE KEY";

  private final PrivateKey key;

  private SigningKey(PrivateKey key) {
    this.key = requireNonNull(key);
    String unused = sign(""); // an unusable key is found before the first decision
  }

  /**
   * Creates a signing key.
   *
   * @throws ConfigurationProblem if it is no Ed25519 key
   */
  public static SigningKey of(PrivateKey key) {
    return new SigningKey(key);
  }

  /**
   * Reads a private key in PEM (PKCS #8, not encrypted), as {@code openssl genpkey -algorithm
   * ed25519} writes it.
   *
   * @throws ConfigurationProblem if there is none
   */
  public static SigningKey read(Path file) {
    byte[] bytes = KeyFiles.read(file, KIND);
    try {
      return of(
          KeyFactory.getInstance(KeyFiles.ALGORITHM)
              .generatePrivate(new PKCS8EncodedKeySpec(bytes)));
    } catch (GeneralSecurityException e) {
      throw KeyFiles.unusable(file, KIND, e.getClass().getSimpleName(), e);
    }
  }

  /** Returns the signature of the characters of a hash, in Base64. */
  public String sign(String hash) {
    try {
      Signature signature = Signature.getInstance(KeyFiles.ALGORITHM);
      signature.initSign(key);
      signature.update(hash.getBytes(StandardCharsets.US_ASCII));
      return Base64.getEncoder().encodeToString(signature.sign());
    } catch (GeneralSecurityException e) {
      throw KeyFiles.unusable(e);
    }
  }

  @Override
  public String toString() {
    return "signing key ***";
  }
}
