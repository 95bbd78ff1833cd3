package dev.retrain.example.queue;

import dev.retrain.api.document.Documents;
import dev.retrain.api.document.Node;
import dev.retrain.api.error.FailureContext;
import dev.retrain.api.error.InvalidDefinitionException;
import dev.retrain.api.error.PermanentFailure;
import dev.retrain.api.error.PermissionDenied;
import dev.retrain.api.error.RetrainException;
import dev.retrain.api.error.TransientFailure;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

// region client
/**
 * Speaks to the queue: one attempt per call, each with a deadline, failures on the right trunk. The
 * caller's next tick is the retry.
 */
final class QueueClient {

  private final HttpClient http;
  private final QueueSettings settings;

  QueueClient(QueueSettings settings) {
    this.settings = settings;
    this.http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(settings.deadline())
            .build();
  }

  /** Creates the job of an id, or gives the one that is there. */
  Node.Mapping create(String id, Node job) {
    return call("PUT", "/jobs/" + id, Documents.canonicalJson(job)).orElseThrow();
  }

  Optional<Node.Mapping> job(String id) {
    return call("GET", "/jobs/" + id, "");
  }

  void cancel(String id) {
    call("DELETE", "/jobs/" + id, "");
  }

  Optional<Node.Mapping> jobs(String name) {
    return call("GET", "/jobs?name=" + URLEncoder.encode(name, StandardCharsets.UTF_8), "");
  }

  private Optional<Node.Mapping> call(String method, String path, String body) {
    String call = "cannot " + method + " " + path + " at the queue";
    HttpRequest request =
        HttpRequest.newBuilder(settings.endpoint().resolve(path))
            .timeout(settings.deadline())
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .build();
    try {
      HttpResponse<String> answer =
          http.sendAsync(request, HttpResponse.BodyHandlers.ofString())
              .get(settings.deadline().toMillis(), TimeUnit.MILLISECONDS);
      return read(call, answer);
    } catch (ExecutionException e) {
      throw new TransientFailure(call + ": there was no answer: " + e.getCause(), e.getCause());
    } catch (TimeoutException e) {
      throw new TransientFailure(call + ": there was no answer within " + settings.deadline(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TransientFailure(call + ": it was interrupted", e);
    }
  }

  private static Optional<Node.Mapping> read(String call, HttpResponse<String> answer) {
    if (answer.statusCode() == 404) {
      return Optional.empty();
    }
    if (answer.statusCode() >= 300) {
      throw failure(call, answer);
    }
    try {
      if (Documents.parse(answer.body(), "answer") instanceof Node.Mapping mapping) {
        return Optional.of(mapping);
      }
    } catch (InvalidDefinitionException e) {
      throw new TransientFailure(call + ": the answer is not JSON", e);
    }
    throw new TransientFailure(call + ": the answer is not a JSON object");
  }

  private static RetrainException failure(String call, HttpResponse<String> answer) {
    int status = answer.statusCode();
    String what = call + ": it answered " + status;
    if (status == 401 || status == 403) {
      return new PermissionDenied(what, FailureContext.hint("check who may use the queue"), null);
    }
    if (status == 429 || status >= 500) {
      return new TransientFailure(what, FailureContext.none(), null, retryAfter(answer));
    }
    return new PermanentFailure(what);
  }

  private static @Nullable Duration retryAfter(HttpResponse<String> answer) {
    return answer
        .headers()
        .firstValue("Retry-After")
        .filter(text -> text.matches("[0-9]{1,6}"))
        .map(seconds -> Duration.ofSeconds(Long.parseLong(seconds)))
        .orElse(null);
  }
}
// endregion client
