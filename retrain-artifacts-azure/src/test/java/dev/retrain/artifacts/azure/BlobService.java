package dev.retrain.artifacts.azure;

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
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Blob Storage on the loopback, as its REST reference of version 2023-11-03 describes it: Put, Get,
 * Get Properties, List and Delete Blob, with entity tags and their conditions. It has one
 * container.
 */
final class BlobService {

  static final String CONTAINER = "models";

  private static final AtomicInteger FOLDERS = new AtomicInteger();
  private static final BlobService SHARED = new BlobService();

  private record Stored(String body, String etag) {}

  private final TreeMap<String, Stored> blobs = new TreeMap<>();
  private final HttpServer server;
  private volatile String authorization = "";
  private long changes = 0x8DB0000000L;

  private BlobService() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(
        Executors.newCachedThreadPool(
            work -> {
              Thread thread = new Thread(work, "blob-service");
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
    return URI.create(
        "abfss://"
            + CONTAINER
            + "@account.dfs.core.windows.net/folder-"
            + FOLDERS.incrementAndGet());
  }

  private void answer(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readAllBytes();
    String path = exchange.getRequestURI().getPath();
    String all = "/" + CONTAINER;
    Map<String, String> query = query(exchange.getRequestURI().getRawQuery());
    authorization = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
    if (path.startsWith("/subscriptions/")) {
      datastore(exchange, path.substring(path.lastIndexOf('/') + 1));
    } else if (path.equals(all) && "list".equals(query.get("comp"))) {
      list(exchange, query);
    } else if (path.startsWith(all + "/")) {
      blob(exchange, path.substring(all.length() + 1), body);
    } else {
      refuse(exchange, 404, "ContainerNotFound");
    }
  }

  /** The operation Datastores Get. */
  private static void datastore(HttpExchange exchange, String name) throws IOException {
    String properties =
        switch (name) {
          case "blobs" ->
              "\"datastoreType\":\"AzureBlob\",\"accountName\":\"account\",\"containerName\":\""
                  + CONTAINER
                  + "\",\"endpoint\":\"core.windows.net\"";
          case "lake" ->
              "\"datastoreType\":\"AzureDataLakeGen2\",\"accountName\":\"account\",\"filesystem\":\""
                  + CONTAINER
                  + "\"";
          case "share" -> "\"datastoreType\":\"AzureFile\"";
          default -> "";
        };
    if (properties.isEmpty()) {
      send(exchange, name.equals("denied") ? 403 : 404, new byte[0]);
    } else {
      send(
          exchange,
          200,
          ("{\"name\":\"" + name + "\",\"properties\":{" + properties + "}}")
              .getBytes(StandardCharsets.UTF_8));
    }
  }

  private synchronized void blob(HttpExchange exchange, String name, byte[] body)
      throws IOException {
    Stored now = blobs.get(name);
    String match = exchange.getRequestHeaders().getFirst("If-Match");
    boolean changed = match != null && (now == null || !match.equals(quoted(now)));
    switch (exchange.getRequestMethod()) {
      case "PUT" -> {
        if (now != null && "*".equals(exchange.getRequestHeaders().getFirst("If-None-Match"))) {
          refuse(exchange, 409, "BlobAlreadyExists");
        } else if (changed) {
          refuse(exchange, 412, "ConditionNotMet");
        } else {
          String etag = "0x" + Long.toHexString(++changes).toUpperCase(java.util.Locale.ROOT);
          blobs.put(name, new Stored(new String(body, StandardCharsets.ISO_8859_1), etag));
          send(exchange, 201, new byte[0]);
        }
      }
      case "DELETE" -> {
        if (blobs.remove(name) == null) {
          refuse(exchange, 404, "BlobNotFound");
        } else {
          send(exchange, 202, new byte[0]);
        }
      }
      default -> read(exchange, now, changed);
    }
  }

  private static void read(HttpExchange exchange, @Nullable Stored now, boolean changed)
      throws IOException {
    if (now == null) {
      refuse(exchange, 404, "BlobNotFound");
      return;
    }
    if (changed) {
      refuse(exchange, 412, "ConditionNotMet");
      return;
    }
    byte[] body = now.body().getBytes(StandardCharsets.ISO_8859_1);
    exchange.getResponseHeaders().set("ETag", quoted(now));
    exchange.getResponseHeaders().set("Content-MD5", md5(body));
    if (exchange.getRequestMethod().equals("HEAD")) {
      exchange.getResponseHeaders().set("Content-Length", Integer.toString(body.length));
      exchange.sendResponseHeaders(200, -1);
      exchange.close();
    } else {
      send(exchange, 200, body);
    }
  }

  private static String quoted(Stored blob) {
    return '"' + blob.etag() + '"';
  }

  private synchronized void list(HttpExchange exchange, Map<String, String> query)
      throws IOException {
    String prefix = query.getOrDefault("prefix", "");
    String marker = query.getOrDefault("marker", "");
    int limit = Integer.parseInt(query.getOrDefault("maxresults", "5000"));
    StringBuilder xml =
        new StringBuilder("<?xml version=\"1.0\" encoding=\"utf-8\"?><EnumerationResults><Blobs>");
    String next = "";
    int count = 0;
    for (Map.Entry<String, Stored> blob : blobs.tailMap(prefix, true).entrySet()) {
      if (!blob.getKey().startsWith(prefix)) {
        break;
      }
      if (blob.getKey().compareTo(marker) < 0) {
        continue;
      }
      if (count++ == limit) {
        next = blob.getKey();
        break;
      }
      byte[] body = blob.getValue().body().getBytes(StandardCharsets.ISO_8859_1);
      xml.append("<Blob><Name>")
          .append(escaped(blob.getKey()))
          .append("</Name><Properties><Etag>")
          .append(blob.getValue().etag())
          .append("</Etag><Content-Length>")
          .append(body.length)
          .append("</Content-Length><Content-MD5>")
          .append(md5(body))
          .append("</Content-MD5></Properties></Blob>");
    }
    xml.append("</Blobs><NextMarker>").append(escaped(next)).append("</NextMarker>");
    xml.append("</EnumerationResults>");
    send(exchange, 200, xml.toString().getBytes(StandardCharsets.UTF_8));
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;");
  }

  private static String md5(byte[] bytes) {
    try {
      return Base64.getEncoder().encodeToString(MessageDigest.getInstance("MD5").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Map<String, String> query(@Nullable String raw) {
    Map<String, String> values = new HashMap<>();
    for (String part : raw == null ? new String[0] : raw.split("&")) {
      int equals = part.indexOf('=');
      values.put(
          part.substring(0, equals),
          URLDecoder.decode(part.substring(equals + 1), StandardCharsets.UTF_8));
    }
    return values;
  }

  private static void refuse(HttpExchange exchange, int status, String code) throws IOException {
    exchange.getResponseHeaders().set("x-ms-error-code", code);
    send(exchange, status, new byte[0]);
  }

  private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    if (body.length > 0) {
      exchange.getResponseBody().write(body);
    }
    exchange.close();
  }
}
