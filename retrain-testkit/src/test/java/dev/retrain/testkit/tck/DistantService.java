package dev.retrain.testkit.tck;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.retrain.spi.backend.RunKey;
import dev.retrain.spi.backend.RunStatus;
import dev.retrain.spi.backend.Submission;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The small service behind HTTP, so that the way there can fail: {@code PUT /runs/KEY} begins what
 * was asked for, {@code GET /runs/KEY} says where it stands.
 */
final class DistantService implements AutoCloseable {

  /** What would be the bodies of requests. */
  static final Map<String, Submission> ASKED = new ConcurrentHashMap<>();

  private final HttpServer http;
  private final SmallService small;

  DistantService(SmallService small) {
    this.small = small;
    try {
      http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    http.createContext("/", this::answer);
    http.start();
  }

  URI address() {
    return URI.create("http://127.0.0.1:" + http.getAddress().getPort());
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String key = exchange.getRequestURI().getPath().replace("/runs/", "");
      if (exchange.getRequestMethod().equals("PUT")) {
        small.begin(ASKED.get(key));
      }
      byte[] body = ("{\"state\":\"" + state(key) + "\"}").getBytes(UTF_8);
      exchange.sendResponseHeaders(200, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private String state(String key) {
    return small
        .byKey(new RunKey(key))
        .map(SmallRun::status)
        .map(status -> status instanceof RunStatus.Succeeded ? "done" : "busy")
        .orElse("absent");
  }

  @Override
  public void close() {
    http.stop(0);
  }
}
