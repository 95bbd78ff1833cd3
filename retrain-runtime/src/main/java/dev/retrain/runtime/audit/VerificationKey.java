package dev.retrain.runtime.audit;

import static java.util.Objects.requireNonNull;

import dev.retrain.api.error.ConfigurationProblem;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;

/** Checks signatures of entries of the decision log. Thread-safe. */
public final class VerificationKey {

  private static final String KIND = "PUBLIC KEY";

  private final PublicKey key;

  private VerificationKey(PublicKey key) {
    this.key = requireNonNull(key);
  }

  /** Creates a verification key. */
  public static VerificationKey of(PublicKey key) {
    return new VerificationKey(key);
  }

  /**
   * Reads a public key in PEM, as {@code openssl pkey -pubout} writes it.
   *
   * @throws ConfigurationProblem if there is none
   */
  public static VerificationKey read(Path file) {
    byte[] bytes = KeyFiles.read(file, KIND);
    try {
      return of(
          KeyFactory.getInstance(KeyFiles.ALGORITHM).generatePublic(new X509EncodedKeySpec(bytes)));
    } catch (GeneralSecurityException e) {
      throw KeyFiles.unusable(file, KIND, e.getClass().getSimpleName(), e);
    }
  }

  /** Returns whether a signature of a hash was made with the private half of this key. */
  boolean verifies(String hash, String signed) {
    try {
      Signature signature = Signature.getInstance(KeyFiles.ALGORITHM);
      signature.initVerify(key);
      signature.update(hash.getBytes(StandardCharsets.US_ASCII));
      return signature.verify(Base64.getDecoder().decode(signed));
    } catch (SignatureException | IllegalArgumentException e) {
      return false;
    } catch (InvalidKeyException e) {
      throw KeyFiles.unusable(e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Ed25519 is required from Java 15 on", e);
    }
  }
}
