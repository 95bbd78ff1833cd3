package dev.retrain.backend.local.endpoint;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/**
 * A model server as a program of its own that is healthy until it is asked for a prediction, and
 * then does what the last part of its model's folder names.
 */
public final class HostileServer {

  private HostileServer() {}

  /** Serves {@code --model FOLDER --port N} until the process ends. */
  public static void main(String[] args) throws IOException {
    List<String> words = List.of(args);
    String mode = Path.of(words.get(words.indexOf("--model") + 1)).getFileName().toString();
    int port = Integer.parseInt(words.get(words.indexOf("--port") + 1));
    if (mode.equals("flood")) {
      new Thread(HostileServer::flood).start();
    }
    try (ServerSocket server = new ServerSocket(port, 100, InetAddress.getLoopbackAddress())) {
      while (true) {
        Socket client = server.accept();
        new Thread(() -> serve(client, mode)).start();
      }
    }
  }

  private static void flood() {
    byte[] lines = "a line of no use\n".repeat(4000).getBytes(StandardCharsets.UTF_8);
    while (true) {
      System.err.write(lines, 0, lines.length);
    }
  }

  private static void serve(Socket client, String mode) {
    try (client) {
      BufferedReader in =
          new BufferedReader(
              new InputStreamReader(client.getInputStream(), StandardCharsets.ISO_8859_1));
      OutputStream out = client.getOutputStream();
      for (String first = in.readLine(); first != null; first = in.readLine()) {
        skip(in);
        if (first.startsWith("GET /health")) {
          write(out, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}");
        } else {
          answer(out, mode);
        }
      }
    } catch (IOException e) {
      return; // the client has gone
    }
  }

  private static void skip(BufferedReader in) throws IOException {
    int length = 0;
    for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
      if (line.toLowerCase(java.util.Locale.ROOT).startsWith("content-length:")) {
        length = Integer.parseInt(line.substring(line.indexOf(':') + 1).trim());
      }
    }
    for (int i = 0; i < length; i++) {
      in.read();
    }
  }

  private static void answer(OutputStream out, String mode) throws IOException {
    switch (mode) {
      case "hang" -> awaitForEver();
      case "stall-after-headers" -> {
        write(out, "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"score\":");
        awaitForEver();
      }
      case "endless-body" -> {
        write(out, "HTTP/1.1 200 OK\r\n\r\n{\"score\": 0.");
        while (true) {
          write(out, "1".repeat(1 << 16));
        }
      }
      case "endless-headers" -> {
        write(out, "HTTP/1.1 200 OK\r\n");
        while (true) {
          write(out, "X-Header: %s\r\n".formatted("x".repeat(1 << 12)).repeat(16));
        }
      }
      case "drip" -> {
        write(out, "HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n");
        while (true) {
          write(out, " ");
          pause();
        }
      }
      case "exit" -> Runtime.getRuntime().halt(4);
      case "garbage" -> write(out, "\u0000\u0001 no HTTP at all\r\n\r\n");
      case "no-json" -> write(out, "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello");
      case "no-number" ->
          write(out, "HTTP/1.1 200 OK\r\nContent-Length: 15\r\n\r\n{\"score\":1e999}");
      default -> write(out, "HTTP/1.1 200 OK\r\nContent-Length: 13\r\n\r\n{\"score\":0.5}");
    }
  }

  private static void pause() {
    try {
      Thread.sleep(20); // a program of its own, not the test
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void awaitForEver() {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void write(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.ISO_8859_1));
    out.flush();
  }
}
