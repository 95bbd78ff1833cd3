package dev.retrain.artifacts.gcs;

import com.google.api.client.http.GenericUrl;
import com.google.api.client.http.HttpContent;
import com.google.api.client.http.HttpResponse;
import dev.retrain.api.error.ConfigurationProblem;
import dev.retrain.api.error.FailureContext;
import dev.retrain.api.error.TransientFailure;
import dev.retrain.spi.artifact.ArtifactContent;
import dev.retrain.spi.artifact.ArtifactStore;
import dev.retrain.spi.artifact.FilePage;
import dev.retrain.spi.artifact.StoredFile;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Objects of Cloud Storage by its JSON API v1: Objects get, list, insert and delete. A write on a
 * condition is one insert with {@code ifGenerationMatch}.
 */
final class GcsArtifactStore implements ArtifactStore {

  private final String endpoint;
  private final GcsRequests requests;

  GcsArtifactStore(URI endpoint, GcsRequests requests) {
    String text = endpoint.toString();
    this.endpoint = text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
    this.requests = requests;
  }

  @Override
  public Optional<StoredFile> stat(URI file) {
    if (name(file).isEmpty()) {
      return Optional.empty();
    }
    return call(
        "find",
        file,
        answer ->
            answer.getStatusCode() == 404
                ? Optional.empty()
                : Optional.of(GcsObjects.file(top(file), text("find", file, answer))),
        "GET",
        object(file) + "?fields=" + GcsObjects.FIELDS);
  }

  @Override
  public InputStream open(StoredFile file) {
    URI address = file.address();
    try {
      HttpResponse answer =
          requests.send(
              "GET",
              new GenericUrl(object(address) + "?alt=media&generation=" + file.etag()),
              null,
              true);
      int status = answer.getStatusCode();
      if (status == 200) {
        return file.sized(disconnecting(answer));
      }
      answer.disconnect();
      if (status == 404 || status == 412) {
        throw new TransientFailure(
            "cannot read " + address + ": it was changed or deleted meanwhile");
      }
      throw GcsFailures.answered("read", address, status);
    } catch (IOException e) {
      throw silent("read", address, e);
    }
  }

  private static InputStream disconnecting(HttpResponse answer) throws IOException {
    InputStream content = answer.getContent();
    return new FilterInputStream(content == null ? InputStream.nullInputStream() : content) {
      @Override
      public void close() throws IOException {
        answer.disconnect();
      }
    };
  }

  @Override
  public FilePage list(URI folder, Optional<String> page, int limit) {
    String name = name(folder);
    String prefix = name.isEmpty() || name.endsWith("/") ? name : name + "/";
    return call(
        "list",
        folder,
        answer -> GcsObjects.page(top(folder), text("list", folder, answer)),
        "GET",
        bucket(folder)
            + "?prefix="
            + encoded(prefix)
            + "&maxResults="
            + limit
            + page.map(token -> "&pageToken=" + encoded(token)).orElse("")
            + "&fields=nextPageToken,items("
            + GcsObjects.FIELDS
            + ")");
  }

  @Override
  public boolean writeIfAbsent(URI file, ArtifactContent content) {
    return put(file, content, "&ifGenerationMatch=0");
  }

  @Override
  public boolean replace(StoredFile expected, ArtifactContent content) {
    return put(expected.address(), content, "&ifGenerationMatch=" + expected.etag());
  }

  @Override
  public void write(URI file, ArtifactContent content) {
    put(file, content, "");
  }

  private boolean put(URI file, ArtifactContent content, String condition) {
    String url =
        endpoint
            + "/upload/storage/v1/b/"
            + encoded(bucketOf(file))
            + "/o?uploadType=media&name="
            + encoded(name(file))
            + condition;
    try {
      HttpResponse answer =
          requests.send("POST", new GenericUrl(url), new Body(content), condition.isEmpty());
      int status = answer.getStatusCode();
      answer.disconnect();
      if (status == 412 && !condition.isEmpty()) {
        return false;
      }
      if (status / 100 != 2) {
        throw GcsFailures.answered("write", file, status);
      }
      return true;
    } catch (IOException e) {
      throw silent("write", file, e);
    }
  }

  @Override
  public void delete(URI file) {
    call(
        "delete",
        file,
        answer -> {
          int status = answer.getStatusCode();
          if (status / 100 != 2 && status != 404) {
            throw GcsFailures.answered("delete", file, status);
          }
          return true;
        },
        "DELETE",
        object(file));
  }

  @Override
  public void close() {
    try {
      requests.close();
    } catch (IOException e) {
      throw new TransientFailure("cannot close the connections to Cloud Storage", e);
    }
  }

  private interface Reading<R> {
    R of(HttpResponse answer) throws IOException;
  }

  private <R> R call(String verb, URI address, Reading<R> reading, String method, String url) {
    try {
      HttpResponse answer = requests.send(method, new GenericUrl(url), null, true);
      try {
        return reading.of(answer);
      } finally {
        answer.disconnect();
      }
    } catch (IOException e) {
      throw silent(verb, address, e);
    }
  }

  private static String text(String verb, URI address, HttpResponse answer) throws IOException {
    if (answer.getStatusCode() != 200) {
      throw GcsFailures.answered(verb, address, answer.getStatusCode());
    }
    InputStream content = answer.getContent();
    return content == null ? "" : new String(content.readAllBytes(), StandardCharsets.UTF_8);
  }

  private static TransientFailure silent(String verb, URI address, IOException e) {
    return new TransientFailure("cannot " + verb + " " + address + ": nothing answered in time", e);
  }

  private String bucket(URI address) {
    return endpoint + "/storage/v1/b/" + encoded(bucketOf(address)) + "/o";
  }

  private String object(URI address) {
    return bucket(address) + "/" + encoded(name(address));
  }

  private static URI top(URI address) {
    return URI.create("gs://" + bucketOf(address));
  }

  private static String bucketOf(URI address) {
    String bucket = address.getAuthority();
    if (bucket == null || address.getRawQuery() != null || address.getRawFragment() != null) {
      throw new ConfigurationProblem(
          "an address of scheme gs names a bucket and an object, nothing else",
          FailureContext.hint("write gs://bucket/folder/file"),
          null);
    }
    return bucket;
  }

  private static String name(URI address) {
    String path = address.getPath();
    return path.startsWith("/") ? path.substring(1) : path;
  }

  private static String encoded(String part) {
    return URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /** A content that can be sent again. */
  private record Body(ArtifactContent content) implements HttpContent {
    @Override
    public long getLength() {
      return content.size();
    }

    @Override
    public @Nullable String getType() {
      return "application/octet-stream";
    }

    @Override
    public boolean retrySupported() {
      return true;
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
      try (InputStream in = content.open()) {
        in.transferTo(out);
      }
    }
  }
}
