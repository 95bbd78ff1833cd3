package dev.retrain.artifacts.gcs;

import com.google.api.client.http.GenericUrl;
import com.google.api.client.http.HttpContent;
import com.google.api.client.http.HttpRequest;
import com.google.api.client.http.HttpResponse;
import com.google.api.client.http.HttpTransport;
import com.google.auth.Credentials;
import com.google.auth.http.HttpCredentialsAdapter;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Requests with a deadline for each attempt. Those that the service refused to act on are repeated
 * three times at most, after the pause it asks for; those without an answer only where they may be
 * repeated.
 */
final class GcsRequests {

  private static final int REPEATS = 3;
  private static final long FIRST_PAUSE_MILLIS = 200;
  private static final long LONGEST_PAUSE_MILLIS = 30_000;

  private final HttpTransport transport;
  private final Duration deadline;
  private final Optional<Supplier<Credentials>> credentials;
  private @Nullable HttpCredentialsAdapter signing;

  GcsRequests(
      HttpTransport transport, Duration deadline, Optional<Supplier<Credentials>> credentials) {
    this.transport = transport;
    this.deadline = deadline;
    this.credentials = credentials;
  }

  /**
   * Sends a request; the caller closes the answer, whatever its status.
   *
   * @param repeatable whether it may be sent again when nothing answered
   */
  HttpResponse send(
      String method, GenericUrl url, @Nullable HttpContent content, boolean repeatable)
      throws IOException {
    HttpRequest request = transport.createRequestFactory().buildRequest(method, url, content);
    int millis = Math.toIntExact(deadline.toMillis());
    Attempts attempts = new Attempts(repeatable);
    request
        .setConnectTimeout(millis)
        .setReadTimeout(millis)
        .setNumberOfRetries(REPEATS)
        .setThrowExceptionOnExecuteError(false)
        .setFollowRedirects(false)
        .setResponseReturnRawInputStream(true)
        .setIOExceptionHandler((sent, supported) -> attempts.again(supported));
    request.getHeaders().setAcceptEncoding("identity");
    Optional<HttpCredentialsAdapter> adapter = signing();
    if (adapter.isPresent()) {
      adapter.get().initialize(request);
    }
    request.setUnsuccessfulResponseHandler(
        (sent, answer, supported) ->
            (answer.getStatusCode() == 401
                    && adapter.isPresent()
                    && adapter.get().handleResponse(sent, answer, supported))
                || attempts.again(answer, supported));
    return request.execute();
  }

  private synchronized Optional<HttpCredentialsAdapter> signing() {
    if (signing == null && credentials.isPresent()) {
      signing = new HttpCredentialsAdapter(credentials.get().get());
    }
    return Optional.ofNullable(signing);
  }

  void close() throws IOException {
    transport.shutdown();
  }

  /** The pauses of one request. */
  private static final class Attempts {
    private final boolean repeatable;
    private int made;

    Attempts(boolean repeatable) {
      this.repeatable = repeatable;
    }

    /** Whether to send again after nothing answered. */
    boolean again(boolean supported) {
      return repeatable && supported && pause(backoff());
    }

    /** Whether to send again after an answer. */
    boolean again(HttpResponse answer, boolean supported) {
      int status = answer.getStatusCode();
      boolean refused = status == 429 || status == 503;
      if (!supported || !(refused || (repeatable && (status == 408 || status >= 500)))) {
        return false;
      }
      String requested = answer.getHeaders().getRetryAfter();
      return pause(
          requested != null && requested.matches("\\d{1,4}")
              ? Math.min(LONGEST_PAUSE_MILLIS, 1_000 * Long.parseLong(requested))
              : backoff());
    }

    private long backoff() {
      made++;
      double factor = (1L << (made - 1)) * ThreadLocalRandom.current().nextDouble(0.5, 1.5);
      return (long) (FIRST_PAUSE_MILLIS * factor);
    }

    private static boolean pause(long millis) {
      try {
        TimeUnit.MILLISECONDS.sleep(millis);
        return true;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return false;
      }
    }
  }
}
