package dev.retrain.artifacts.azure;

import com.azure.core.exception.AzureException;
import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpMethod;
import com.azure.core.http.HttpRequest;
import com.azure.core.http.HttpResponse;
import com.azure.core.util.FluxUtil;
import dev.retrain.api.error.ConfigurationProblem;
import dev.retrain.api.error.FailureContext;
import dev.retrain.api.error.RetrainException;
import dev.retrain.api.error.TransientFailure;
import dev.retrain.spi.artifact.ArtifactContent;
import dev.retrain.spi.artifact.ArtifactStore;
import dev.retrain.spi.artifact.FilePage;
import dev.retrain.spi.artifact.StoredFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import javax.xml.stream.XMLStreamException;
import reactor.core.publisher.Flux;

/**
 * Blobs by the REST API of version 2023-11-03: Get Blob Properties, Get Blob, List Blobs, Put Blob
 * and Delete Blob. A write on a condition is one Put Blob with If-None-Match or If-Match.
 */
final class BlobArtifactStore implements ArtifactStore {

  private static final String VERSION = "2023-11-03";

  /** The largest blob of one Put Blob, 5,000 MiB. */
  private static final long LARGEST = 5_000L << 20;

  private static final HttpHeaderName ERROR_CODE = HttpHeaderName.fromString("x-ms-error-code");

  private final Optional<URI> endpoint;
  private final BlobAddresses addresses;
  private final BlobRequests requests;

  BlobArtifactStore(Optional<URI> endpoint, BlobAddresses addresses, BlobRequests requests) {
    this.addresses = addresses;
    this.endpoint = endpoint;
    this.requests = requests;
  }

  @Override
  public Optional<StoredFile> stat(URI file) {
    if (addresses.of(file).name().isEmpty()) {
      return Optional.empty();
    }
    return call(
        "find",
        file,
        request(HttpMethod.HEAD, blob(file)),
        true,
        answer -> {
          if (answer.getStatusCode() == 404) {
            return Optional.empty();
          }
          require(answer, "find", file);
          return Optional.of(
              new StoredFile(
                  file,
                  Long.parseLong(header(answer, HttpHeaderName.CONTENT_LENGTH)),
                  BlobList.unquoted(header(answer, HttpHeaderName.ETAG)),
                  BlobList.md5(answer.getHeaderValue(HttpHeaderName.CONTENT_MD5))));
        });
  }

  private static String header(HttpResponse answer, HttpHeaderName name) {
    String value = answer.getHeaderValue(name);
    return value == null ? "" : value;
  }

  @Override
  public InputStream open(StoredFile file) {
    URI address = file.address();
    HttpRequest request =
        request(HttpMethod.GET, blob(address))
            .setHeader(HttpHeaderName.IF_MATCH, '"' + file.etag() + '"');
    HttpResponse answer = send("read", address, request, true);
    int status = answer.getStatusCode();
    if (status == 200) {
      return file.sized(requests.body(answer));
    }
    RetrainException failure =
        status == 404 || status == 412
            ? new TransientFailure(
                "cannot read " + address + ": it was changed or deleted meanwhile")
            : refused("read", address, answer);
    answer.close();
    throw failure;
  }

  @Override
  public FilePage list(URI folder, Optional<String> page, int limit) {
    BlobAddress address = addresses.of(folder);
    String name = address.name();
    String prefix = name.isEmpty() || name.endsWith("/") ? name : name + "/";
    String query =
        "?restype=container&comp=list&maxresults="
            + limit
            + "&prefix="
            + encoded(prefix)
            + page.map(marker -> "&marker=" + encoded(marker)).orElse("");
    return call(
        "list",
        folder,
        request(HttpMethod.GET, container(address) + query),
        true,
        answer -> {
          require(answer, "list", folder);
          try (InputStream body = requests.body(answer)) {
            return BlobList.read(address.top(), body);
          } catch (XMLStreamException e) {
            throw BlobFailures.silent("list", folder, e);
          }
        });
  }

  @Override
  public boolean writeIfAbsent(URI file, ArtifactContent content) {
    return put(file, content, false, r -> r.setHeader(HttpHeaderName.IF_NONE_MATCH, "*"));
  }

  @Override
  public boolean replace(StoredFile expected, ArtifactContent content) {
    return put(
        expected.address(),
        content,
        false,
        r -> r.setHeader(HttpHeaderName.IF_MATCH, '"' + expected.etag() + '"'));
  }

  @Override
  public void write(URI file, ArtifactContent content) {
    put(file, content, true, r -> r);
  }

  private boolean put(
      URI file, ArtifactContent content, boolean repeatable, UnaryOperator<HttpRequest> condition) {
    if (content.size() > LARGEST) {
      throw new ConfigurationProblem(
          "cannot write " + file + ": " + content.size() + " bytes exceed 5,000 MiB of one request",
          FailureContext.hint("divide the file"),
          null);
    }
    HttpRequest request =
        condition.apply(
            request(HttpMethod.PUT, blob(file))
                .setHeader(HttpHeaderName.fromString("x-ms-blob-type"), "BlockBlob")
                .setHeader(HttpHeaderName.CONTENT_LENGTH, Long.toString(content.size()))
                .setBody(
                    Flux.using(
                        () -> opened(content),
                        FluxUtil::toFluxByteBuffer,
                        BlobArtifactStore::closed)));
    return call(
        "write",
        file,
        request,
        repeatable,
        answer -> {
          int status = answer.getStatusCode();
          boolean unmet =
              status == 412
                  || (status == 409 && header(answer, ERROR_CODE).equals("BlobAlreadyExists"));
          if (unmet && !repeatable) {
            return false;
          }
          require(answer, "write", file);
          return true;
        });
  }

  private static InputStream opened(ArtifactContent content) {
    try {
      return content.open();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read what is to be written", e);
    }
  }

  private static void closed(InputStream in) {
    try {
      in.close();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot close what was written", e);
    }
  }

  @Override
  public void delete(URI file) {
    call(
        "delete",
        file,
        request(HttpMethod.DELETE, blob(file)),
        true,
        answer -> {
          if (answer.getStatusCode() != 404) {
            require(answer, "delete", file);
          }
          return true;
        });
  }

  @Override
  public void close() {}

  private interface Reading<R> {
    R of(HttpResponse answer) throws IOException;
  }

  private <R> R call(
      String verb, URI address, HttpRequest request, boolean repeatable, Reading<R> reading) {
    HttpResponse answer = send(verb, address, request, repeatable);
    try {
      return reading.of(answer);
    } catch (IOException e) {
      throw BlobFailures.silent(verb, address, e);
    } finally {
      answer.close();
    }
  }

  private HttpResponse send(String verb, URI address, HttpRequest request, boolean repeatable) {
    try {
      return requests.send(request, repeatable);
    } catch (IOException e) {
      throw BlobFailures.silent(verb, address, e);
    } catch (AzureException e) {
      throw BlobFailures.notSignedIn(verb, address, e);
    }
  }

  private static void require(HttpResponse answer, String verb, URI address) {
    if (answer.getStatusCode() / 100 != 2) {
      throw refused(verb, address, answer);
    }
  }

  private static RetrainException refused(String verb, URI address, HttpResponse answer) {
    return BlobFailures.answered(verb, address, answer.getStatusCode(), header(answer, ERROR_CODE));
  }

  private static HttpRequest request(HttpMethod method, String url) {
    return new HttpRequest(method, url)
        .setHeader(HttpHeaderName.fromString("x-ms-version"), VERSION)
        .setHeader(
            HttpHeaderName.fromString("x-ms-date"),
            DateTimeFormatter.RFC_1123_DATE_TIME.format(Instant.now().atOffset(ZoneOffset.UTC)));
  }

  private String container(BlobAddress address) {
    String service = endpoint.map(URI::toString).orElse(address.service());
    return service + (service.endsWith("/") ? "" : "/") + encoded(address.container());
  }

  private String blob(URI file) {
    BlobAddress address = addresses.of(file);
    return container(address)
        + "/"
        + Arrays.stream(address.name().split("/", -1))
            .map(BlobArtifactStore::encoded)
            .collect(Collectors.joining("/"));
  }

  private static String encoded(String part) {
    return URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
