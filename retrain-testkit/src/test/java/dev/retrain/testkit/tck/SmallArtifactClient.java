package dev.retrain.testkit.tck;

import dev.retrain.api.error.ConfigurationProblem;
import dev.retrain.api.error.FailureContext;
import dev.retrain.api.error.PermissionDenied;
import dev.retrain.api.error.RetrainException;
import dev.retrain.api.error.TransientFailure;
import dev.retrain.spi.artifact.ArtifactContent;
import dev.retrain.spi.artifact.ArtifactStore;
import dev.retrain.spi.artifact.FilePage;
import dev.retrain.spi.artifact.StoredFile;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A store over {@link SmallArtifactService}, with flaws where a test wants some. */
final class SmallArtifactClient implements ArtifactStore {

  /** What a client can get wrong. */
  enum Flaw {
    BELIEVES_THE_LENGTH_OF_THE_ANSWER,
    REPEATS_WRITES_ON_A_CONDITION,
    NEVER_REPEATS,
    REPEATS_TOO_OFTEN,
    TAKES_AN_EXPIRED_TOKEN_FOR_AN_OUTAGE,
    GIVES_NO_HINT,
    TAKES_A_DENIAL_FOR_AN_OUTAGE,
    TAKES_AN_OUTAGE_FOR_A_WRONG_ADDRESS
  }

  private final URI endpoint;
  private final Duration deadline;
  private final Set<Flaw> flaws;
  private final HttpClient client = HttpClient.newHttpClient();

  SmallArtifactClient(URI endpoint, Duration deadline, Set<Flaw> flaws) {
    this.endpoint = endpoint;
    this.deadline = deadline;
    this.flaws = flaws;
  }

  private HttpRequest.Builder request(URI address) {
    return HttpRequest.newBuilder(endpoint.resolve(address.getPath())).timeout(deadline);
  }

  private HttpResponse<byte[]> send(HttpRequest request, boolean repeatable) {
    int left = flaws.contains(Flaw.NEVER_REPEATS) ? 0 : 3;
    left = flaws.contains(Flaw.REPEATS_TOO_OFTEN) ? 30 : left;
    while (true) {
      try {
        HttpResponse<byte[]> answer = client.send(request, BodyHandlers.ofByteArray());
        boolean busy = answer.statusCode() == 429 || answer.statusCode() == 503;
        if (!busy || left-- == 0) {
          return answer;
        }
      } catch (IOException e) {
        if (!repeatable || left-- == 0) {
          throw new TransientFailure("nothing answered", e);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new TransientFailure("interrupted", e);
      }
    }
  }

  private RetrainException refused(int status) {
    FailureContext hint =
        flaws.contains(Flaw.GIVES_NO_HINT)
            ? FailureContext.none()
            : FailureContext.hint("sign in again");
    if (status == 401 && !flaws.contains(Flaw.TAKES_AN_EXPIRED_TOKEN_FOR_AN_OUTAGE)) {
      return new PermissionDenied("HTTP 401", hint, null);
    }
    if (status == 403 && !flaws.contains(Flaw.TAKES_A_DENIAL_FOR_AN_OUTAGE)) {
      return new PermissionDenied("HTTP 403", hint, null);
    }
    return status == 503 && flaws.contains(Flaw.TAKES_AN_OUTAGE_FOR_A_WRONG_ADDRESS)
        ? new ConfigurationProblem("HTTP 503")
        : new TransientFailure("HTTP " + status);
  }

  private HttpResponse<byte[]> required(HttpResponse<byte[]> answer) {
    if (answer.statusCode() / 100 != 2) {
      throw refused(answer.statusCode());
    }
    return answer;
  }

  @Override
  public Optional<StoredFile> stat(URI file) {
    HttpResponse<byte[]> answer =
        send(request(file).method("HEAD", BodyPublishers.noBody()).build(), true);
    if (answer.statusCode() == 404) {
      return Optional.empty();
    }
    var headers = required(answer).headers();
    return Optional.of(
        new StoredFile(
            file,
            headers.firstValueAsLong("X-Size").orElse(0),
            headers.firstValue("ETag").orElse("none"),
            Optional.empty()));
  }

  @Override
  public InputStream open(StoredFile file) {
    HttpResponse<byte[]> answer = required(send(request(file.address()).GET().build(), true));
    InputStream body = new java.io.ByteArrayInputStream(answer.body());
    return flaws.contains(Flaw.BELIEVES_THE_LENGTH_OF_THE_ANSWER) ? body : file.sized(body);
  }

  @Override
  public FilePage list(URI folder, Optional<String> page, int limit) {
    required(send(request(URI.create("/list")).GET().build(), true));
    return new FilePage(List.of(), Optional.empty());
  }

  @Override
  public boolean writeIfAbsent(URI file, ArtifactContent content) {
    HttpRequest put = request(file).header("If-None-Match", "*").PUT(body(content)).build();
    HttpResponse<byte[]> answer = send(put, flaws.contains(Flaw.REPEATS_WRITES_ON_A_CONDITION));
    return answer.statusCode() != 412 && required(answer).statusCode() == 201;
  }

  @Override
  public void write(URI file, ArtifactContent content) {
    required(send(request(file).PUT(body(content)).build(), true));
  }

  private static BodyPublisher body(ArtifactContent content) {
    return BodyPublishers.ofInputStream(
        () -> {
          try {
            return content.open();
          } catch (IOException e) {
            throw new IllegalStateException(e);
          }
        });
  }

  @Override
  public boolean replace(StoredFile expected, ArtifactContent content) {
    throw new AssertionError("no case needs it");
  }

  @Override
  public void delete(URI file) {
    throw new AssertionError("no case needs it");
  }

  @Override
  public void close() {}
}
