package dev.retrain.spi.client;

import dev.retrain.api.error.ConfigurationProblem;
import dev.retrain.api.error.FailureContext;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Collection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * The authorities of the platform and those of a file. Thread-safe.
 *
 * @param context opens connections that trust them
 * @param trust the same, for clients that choose a certificate chain
 */
public record TrustedCertificates(SSLContext context, X509TrustManager trust) {

  /**
   * Reads a PEM file of one or more certificates.
   *
   * @throws ConfigurationProblem if there are none in it, or it cannot be read
   */
  public static TrustedCertificates read(Path file) {
    try {
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      int number = 0;
      for (Certificate certificate : platform().getAcceptedIssuers()) {
        store.setCertificateEntry("platform-" + number++, certificate);
      }
      for (Certificate certificate : certificates(file)) {
        store.setCertificateEntry("file-" + number++, certificate);
      }
      X509TrustManager trust = trust(store);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {trust}, null);
      return new TrustedCertificates(context, trust);
    } catch (IOException | GeneralSecurityException e) {
      throw problem(file, e.getClass().getSimpleName() + " " + e.getMessage(), e);
    }
  }

  private static Collection<? extends Certificate> certificates(Path file)
      throws IOException, GeneralSecurityException {
    try (InputStream pem = Files.newInputStream(file)) {
      Collection<? extends Certificate> all =
          CertificateFactory.getInstance("X.509").generateCertificates(pem);
      if (all.isEmpty()) {
        throw problem(file, "it contains none", null);
      }
      return all;
    }
  }

  private static X509TrustManager platform() throws GeneralSecurityException {
    return trust(null);
  }

  /** Returns a manager that trusts the authorities of a store, or the platform's for none. */
  private static X509TrustManager trust(@Nullable KeyStore store) throws GeneralSecurityException {
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    for (TrustManager manager : factory.getTrustManagers()) {
      if (manager instanceof X509TrustManager found) {
        return found;
      }
    }
    throw new GeneralSecurityException("the platform has no manager of X.509 certificates");
  }

  private static ConfigurationProblem problem(Path file, String what, @Nullable Throwable cause) {
    return new ConfigurationProblem(
        "cannot read certificates from " + file + ": " + what,
        FailureContext.hint("name a PEM file with the certificates of authorities"),
        cause);
  }
}
