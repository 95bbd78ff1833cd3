package dev.retrain.artifacts.gcs;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Cloud Storage on the loopback, as its JSON API v1 describes it: objects get, list, insert by one
 * media request, and delete, with generations and their conditions. It has one bucket.
 */
final class GcsService {

  static final String BUCKET = "models";

  private static final AtomicInteger FOLDERS = new AtomicInteger();
  private static final GcsService SHARED = new GcsService();

  private record Stored(String body, long generation) {}

  private final TreeMap<String, Stored> objects = new TreeMap<>();
  private final HttpServer server;
  private volatile String authorization = "";
  private long generation = 1_700_000_000_000_000L;

  private GcsService() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(
        Executors.newCachedThreadPool(
            work -> {
              Thread thread = new Thread(work, "gcs-service");
              thread.setDaemon(true);
              return thread;
            }));
    server.createContext("/", this::answer);
    server.start();
  }

  static URI endpoint() {
    return URI.create("http://127.0.0.1:" + SHARED.server.getAddress().getPort());
  }

  /** Returns what the last request was signed with. */
  static String authorization() {
    return SHARED.authorization;
  }

  static URI emptyFolder() {
    return URI.create("gs://" + BUCKET + "/folder-" + FOLDERS.incrementAndGet());
  }

  private void answer(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readAllBytes();
    authorization = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
    String path = exchange.getRequestURI().getRawPath();
    Map<String, String> query = query(exchange.getRequestURI().getRawQuery());
    String upload = "/upload/storage/v1/b/" + BUCKET + "/o";
    String all = "/storage/v1/b/" + BUCKET + "/o";
    if (path.equals(upload) && exchange.getRequestMethod().equals("POST")) {
      insert(exchange, query, body);
    } else if (path.equals(all)) {
      list(exchange, query);
    } else if (path.startsWith(all + "/")) {
      object(exchange, decoded(path.substring(all.length() + 1)), query);
    } else {
      send(exchange, 404, "{\"error\":{\"code\":404}}".getBytes(StandardCharsets.UTF_8));
    }
  }

  private synchronized void insert(HttpExchange exchange, Map<String, String> query, byte[] body)
      throws IOException {
    String name = query.getOrDefault("name", "");
    Stored now = objects.get(name);
    String condition = query.get("ifGenerationMatch");
    long there = now == null ? 0 : now.generation();
    if (condition != null && Long.parseLong(condition) != there) {
      send(exchange, 412, new byte[0]);
      return;
    }
    Stored made = new Stored(new String(body, StandardCharsets.ISO_8859_1), ++generation);
    objects.put(name, made);
    send(exchange, 200, json(name, made).getBytes(StandardCharsets.UTF_8));
  }

  private synchronized void list(HttpExchange exchange, Map<String, String> query)
      throws IOException {
    String prefix = query.getOrDefault("prefix", "");
    int limit = Integer.parseInt(query.getOrDefault("maxResults", "1000"));
    List<String> items = new ArrayList<>();
    String last = "";
    boolean more = false;
    for (Map.Entry<String, Stored> object : objects.tailMap(prefix, true).entrySet()) {
      if (!object.getKey().startsWith(prefix)) {
        break;
      }
      if (object.getKey().compareTo(query.getOrDefault("pageToken", "")) <= 0) {
        continue;
      }
      if (items.size() == limit) {
        more = true;
        break;
      }
      items.add(json(object.getKey(), object.getValue()));
      last = object.getKey();
    }
    String text =
        "{"
            + (more ? "\"nextPageToken\":" + quoted(last) + "," : "")
            + "\"items\":["
            + String.join(",", items)
            + "]}";
    send(exchange, 200, text.getBytes(StandardCharsets.UTF_8));
  }

  private synchronized void object(HttpExchange exchange, String name, Map<String, String> query)
      throws IOException {
    Stored now = objects.get(name);
    String asked = query.get("generation");
    if (now == null || (asked != null && Long.parseLong(asked) != now.generation())) {
      send(exchange, 404, new byte[0]);
    } else if (exchange.getRequestMethod().equals("DELETE")) {
      objects.remove(name);
      send(exchange, 204, new byte[0]);
    } else if ("media".equals(query.get("alt"))) {
      send(exchange, 200, now.body().getBytes(StandardCharsets.ISO_8859_1));
    } else {
      send(exchange, 200, json(name, now).getBytes(StandardCharsets.UTF_8));
    }
  }

  private static String json(String name, Stored object) {
    byte[] bytes = object.body().getBytes(StandardCharsets.ISO_8859_1);
    return "{\"name\":"
        + quoted(name)
        + ",\"size\":\""
        + bytes.length
        + "\",\"generation\":\""
        + object.generation()
        + "\",\"md5Hash\":\""
        + md5(bytes)
        + "\"}";
  }

  private static String quoted(String text) {
    return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
  }

  private static String md5(byte[] bytes) {
    try {
      return Base64.getEncoder().encodeToString(MessageDigest.getInstance("MD5").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Map<String, String> query(String raw) {
    Map<String, String> values = new HashMap<>();
    for (String part : raw == null ? new String[0] : raw.split("&")) {
      int equals = part.indexOf('=');
      values.put(decoded(part.substring(0, equals)), decoded(part.substring(equals + 1)));
    }
    return values;
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    if (body.length > 0) {
      exchange.getResponseBody().write(body);
    }
    exchange.close();
  }
}
