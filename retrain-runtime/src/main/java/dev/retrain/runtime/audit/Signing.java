package dev.retrain.runtime.audit;

import dev.retrain.api.error.ConfigurationProblem;
import dev.retrain.api.error.FailureContext;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.util.Base64;

/** Ed25519 signatures of hashes. */
final class Signing {

  private static final String ALGORITHM = "Ed25519";

  private Signing() {}

  static String sign(String hash, PrivateKey key) {
    try {
      Signature signature = Signature.getInstance(ALGORITHM);
      signature.initSign(key);
      signature.update(hash.getBytes(StandardCharsets.US_ASCII));
      return Base64.getEncoder().encodeToString(signature.sign());
    } catch (GeneralSecurityException e) {
      throw unusable(e);
    }
  }

  static boolean verifies(String hash, String signed, PublicKey key) {
    try {
      Signature signature = Signature.getInstance(ALGORITHM);
      signature.initVerify(key);
      signature.update(hash.getBytes(StandardCharsets.US_ASCII));
      return signature.verify(Base64.getDecoder().decode(signed));
    } catch (SignatureException | IllegalArgumentException e) {
      return false;
    } catch (InvalidKeyException e) {
      throw unusable(e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform from 15 on has " + ALGORITHM, e);
    }
  }

  private static ConfigurationProblem unusable(GeneralSecurityException cause) {
    return new ConfigurationProblem(
        "asked to sign or check the decision log, got " + cause.getMessage(),
        FailureContext.hint("the key must be an " + ALGORITHM + " key"),
        cause);
  }
}
