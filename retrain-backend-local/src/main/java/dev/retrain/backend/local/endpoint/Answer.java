package dev.retrain.backend.local.endpoint;

import dev.retrain.api.document.Documents;
import dev.retrain.api.document.Node;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.microhttp.Header;
import org.microhttp.Response;

/** Answers in JSON. */
final class Answer {

  private static final Header JSON = new Header("Content-Type", "application/json");
  private static final Header SOON = new Header("Retry-After", "1");
  private static final Map<Integer, String> REASONS =
      Map.of(
          200, "OK",
          400, "Bad Request",
          401, "Unauthorized",
          404, "Not Found",
          405, "Method Not Allowed",
          409, "Conflict",
          500, "Internal Server Error",
          503, "Service Unavailable");

  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_.:-]*");

  /** Turns a request away because too many are in flight. */
  static final Response TOO_MANY = error(503, "too many requests are in flight");

  private Answer() {}

  static Response ok(String json) {
    return of(200, json);
  }

  static Response ok(Map<String, Node> entries) {
    return of(200, Documents.canonicalJson(Node.of(entries)));
  }

  /** Written by hand: ids hold nothing that JSON escapes, and this is the hot path. */
  static Response prediction(String id, double score, String version) {
    return ok(
        "{\"id\":\"" + id + "\",\"score\":" + score + ",\"version\":" + quoted(version) + "}");
  }

  private static String quoted(String version) {
    return PLAIN.matcher(version).matches()
        ? '"' + version + '"'
        : Documents.canonicalJson(Node.of(version));
  }

  static Response error(int status, String what) {
    return of(status, Documents.canonicalJson(Node.of(Map.of("error", Node.of(what)))));
  }

  static Response of(int status, String json) {
    List<Header> headers = status == 503 ? List.of(JSON, SOON) : List.of(JSON);
    return new Response(
        status, REASONS.getOrDefault(status, ""), headers, json.getBytes(StandardCharsets.UTF_8));
  }
}
