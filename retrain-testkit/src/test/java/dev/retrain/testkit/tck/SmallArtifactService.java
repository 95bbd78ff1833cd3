package dev.retrain.testkit.tck;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Files behind HTTP: PUT, GET and HEAD with conditions, and an empty list. */
final class SmallArtifactService implements AutoCloseable {

  private record Stored(byte[] body, String etag) {
    @Override
    public boolean equals(Object other) {
      return this == other;
    }

    @Override
    public int hashCode() {
      return etag.hashCode();
    }
  }

  private final TreeMap<String, Stored> files = new TreeMap<>();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final HttpServer server;
  private int changes;

  SmallArtifactService() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  URI endpoint() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  private synchronized void answer(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readAllBytes();
    String path = exchange.getRequestURI().getPath();
    Stored now = files.get(path);
    if (path.equals("/list")) {
      send(exchange, 200, new byte[0]);
    } else if (exchange.getRequestMethod().equals("PUT")) {
      boolean absent = exchange.getRequestHeaders().containsKey("If-None-Match");
      if (absent && now != null) {
        send(exchange, 412, new byte[0]);
        return;
      }
      files.put(path, new Stored(body, "e" + ++changes));
      send(exchange, 201, new byte[0]);
    } else if (now == null) {
      send(exchange, 404, new byte[0]);
    } else {
      exchange.getResponseHeaders().set("ETag", now.etag());
      exchange.getResponseHeaders().set("X-Size", Integer.toString(now.body().length));
      boolean head = exchange.getRequestMethod().equals("HEAD");
      send(exchange, 200, head ? new byte[0] : now.body());
    }
  }

  private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    if (body.length > 0) {
      exchange.getResponseBody().write(body);
    }
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
