package dev.retrain.spi.client;

import dev.retrain.api.document.Settings;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The address of a service: {@code http} or {@code https}, a host, and a base path below which all
 * its resources lie. Holds no credentials, query or fragment.
 *
 * @param uri the address
 */
public record ServiceAddress(URI uri) {

  private static final Pattern LOOPBACK =
      Pattern.compile("localhost|127(\\.[0-9]{1,3}){3}|\\[(0{0,4}:)*:?0{0,3}1]");

  /** Checks the form. */
  public ServiceAddress {
    // The address itself is not repeated where it holds credentials.
    Settings.require(
        uri.getRawUserInfo() == null && !hasUserInfo(uri.getRawAuthority()),
        "an address must not contain credentials; set them by variable or file");
    String scheme = uri.getScheme();
    Settings.require(
        scheme != null && scheme.toLowerCase(Locale.ROOT).matches("https?") && !uri.isOpaque(),
        "an address must start with http:// or https://, is '" + withoutQuery(uri) + "'");
    Settings.require(
        uri.getHost() != null && !uri.getHost().isEmpty(),
        "an address must name a host, such as https://service.example, is '"
            + withoutQuery(uri)
            + "'");
    Settings.require(
        uri.getRawQuery() == null && uri.getRawFragment() == null,
        "an address must end with its path, without ? and #, is '" + withoutQuery(uri) + "?...'");
  }

  /**
   * Parses an address.
   *
   * @throws IllegalArgumentException if it has another form
   */
  public static ServiceAddress parse(String text) {
    try {
      return new ServiceAddress(new URI(text.strip()));
    } catch (URISyntaxException e) {
      // The text may contain a password, which the parser's message would repeat.
      throw new IllegalArgumentException(
          "an address must look like https://service.example/path; this is no valid address");
    }
  }

  /** Returns whether calls are encrypted. */
  public boolean isEncrypted() {
    return "https".equalsIgnoreCase(uri.getScheme());
  }

  /**
   * Returns whether the host is this machine: {@code localhost}, 127.0.0.0/8 or ::1. Names are not
   * resolved, because what they resolve to may change between this check and a call.
   */
  public boolean isLoopback() {
    return LOOPBACK.matcher(uri.getHost().toLowerCase(Locale.ROOT)).matches();
  }

  /** Returns whether credentials may be sent there: encrypted, or on this machine. */
  public boolean mayCarryCredentials() {
    return isEncrypted() || isLoopback();
  }

  /** Returns the address. */
  @Override
  public String toString() {
    return uri.toString();
  }

  private static boolean hasUserInfo(@Nullable String authority) {
    return authority != null && authority.contains("@");
  }

  private static String withoutQuery(URI uri) {
    return uri.toString().split("[?#]", 2)[0];
  }
}
