package dev.retrain.http;

import dev.retrain.spi.client.ServiceAddress;
import java.util.List;

/**
 * Describes a call in messages: what was requested, of which address, and what came back, without
 * secrets.
 *
 * @param service what the caller calls the service, such as {@code the queue}
 * @param call the method, address and names of parameters
 * @param confidential whether answers are left out
 * @param secrets values that no message contains
 */
record Description(String service, String call, boolean confidential, List<String> secrets) {

  private static final int LONGEST_EXCERPT = 200;
  private static final int SHORTEST_SECRET = 4;

  static Description of(
      String service, ServiceAddress address, HttpCall call, List<String> secrets) {
    String base = address.toString().replaceAll("/+$", "");
    String path = call.path().isEmpty() ? "" : "/" + String.join("/", call.path());
    return new Description(
        service,
        call.method() + " " + base + path + call.parameterNames(),
        call.isConfidential(),
        List.copyOf(secrets));
  }

  /** Returns the beginning of a message; what happened follows. */
  String failed(String what) {
    return "cannot " + call + " of " + service + ": " + what;
  }

  /** Returns the beginning of a text on one line, in quotes, with secrets masked. */
  String excerpt(String text) {
    if (confidential) {
      return "(not shown, it may contain a secret)";
    }
    String masked = text.substring(0, Math.min(text.length(), 20 * LONGEST_EXCERPT));
    for (String secret : secrets) {
      masked = secret.length() < SHORTEST_SECRET ? masked : masked.replace(secret, "***");
    }
    String line = masked.replaceAll("[\\s\\p{Cntrl}]+", " ").strip();
    if (line.isEmpty()) {
      return "an empty body";
    }
    return line.length() <= LONGEST_EXCERPT
        ? "'" + line + "'"
        : "'" + line.substring(0, LONGEST_EXCERPT) + "...'";
  }
}
