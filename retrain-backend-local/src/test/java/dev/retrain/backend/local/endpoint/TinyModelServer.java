package dev.retrain.backend.local.endpoint;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/**
 * A model server as a program of its own: scores by the last part of its model's folder; the
 * feature {@code die} ends it, the model {@code dead} never starts, {@code parent} has a child.
 */
final class TinyModelServer {

  private TinyModelServer() {}

  public static void main(String[] args) throws IOException {
    List<String> words = List.of(args);
    String model = Path.of(words.get(words.indexOf("--model") + 1)).getFileName().toString();
    int port = Integer.parseInt(words.get(words.indexOf("--port") + 1));
    if (model.equals("dead")) {
      System.out.println("no such model");
      System.exit(3);
    }
    if (model.equals("parent")) {
      new ProcessBuilder("sleep", "600").start();
    }
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    answer(server, "/health", "{}");
    answer(
        server, "/predict", "{\"score\":" + (model.equals("parent") ? "0.5" : "0." + model) + "}");
    server.start();
  }

  private static void answer(HttpServer server, String path, String json) {
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    server.createContext(
        path,
        exchange -> {
          String body =
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
          if (body.contains("die")) {
            Runtime.getRuntime().halt(4);
          }
          exchange.sendResponseHeaders(body.contains("refuse") ? 500 : 200, bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
  }
}
