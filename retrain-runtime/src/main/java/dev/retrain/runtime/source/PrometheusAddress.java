package dev.retrain.runtime.source;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/**
 * Holds the address of a server and, apart from it, the credentials that were written into it.
 * Printing it, or writing it to a document, leaves the credentials out.
 *
 * @param uri address without user and password
 * @param credentials value of the header {@code Authorization}; empty if there were none
 */
record PrometheusAddress(URI uri, Optional<Credentials> credentials) {

  /** A secret that prints as three stars. */
  record Credentials(String header) {
    @Override
    public String toString() {
      return "***";
    }
  }

  /** Checks that nothing is missing. */
  PrometheusAddress {
    requireNonNull(uri);
    requireNonNull(credentials);
  }

  /**
   * Separates the credentials of an address, also where the password holds characters that a URL
   * must escape.
   *
   * @throws IllegalArgumentException without the text, which may hold a password
   */
  static PrometheusAddress parse(String text) {
    int start = text.indexOf("://") + 3;
    int at = text.lastIndexOf('@');
    Optional<URI> plain = uri(text).filter(uri -> uri.getHost() != null);
    if (plain.isPresent() && plain.get().getRawUserInfo() == null) {
      return new PrometheusAddress(plain.get(), Optional.empty());
    }
    if (start < 3 || at < start) {
      throw new IllegalArgumentException("an address must be a URL such as http://prometheus:9090");
    }
    URI uri =
        uri(text.substring(0, start) + text.substring(at + 1))
            .filter(rest -> rest.getHost() != null)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "an address must be a URL such as http://user:password@prometheus:9090"));
    String user =
        plain.map(URI::getUserInfo).filter(info -> info != null).orElse(text.substring(start, at));
    String header =
        "Basic " + Base64.getEncoder().encodeToString(user.getBytes(StandardCharsets.UTF_8));
    return new PrometheusAddress(uri, Optional.of(new Credentials(header)));
  }

  private static Optional<URI> uri(String text) {
    try {
      return Optional.of(new URI(text));
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }
}
