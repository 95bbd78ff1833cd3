package dev.retrain.steps;

import dev.failsafe.Failsafe;
import dev.failsafe.FailsafeException;
import dev.failsafe.RetryPolicy;
import dev.retrain.api.error.ConfigurationProblem;
import dev.retrain.api.error.FailureContext;
import dev.retrain.api.error.TransientFailure;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * HTTP calls that may be repeated: each with a deadline, and again up to three times when nothing
 * answered, the service requested a pause or failed, after a pause that doubles or is the one the
 * service requested.
 */
final class IdempotentCalls {

  private static final int REPEATS = 3;
  private static final Duration DEADLINE = Duration.ofSeconds(30);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

  private final HttpClient client;
  private final RetryPolicy<HttpResponse<String>> patience;

  IdempotentCalls(HttpClient client, Duration firstPause) {
    this.client = client;
    this.patience =
        RetryPolicy.<HttpResponse<String>>builder()
            .handle(IOException.class)
            .handleResultIf(answer -> mayPass(answer.statusCode()))
            .withMaxRetries(REPEATS)
            .withDelayFn(
                attempt -> // jitter of the policy's own would shorten the pause that the service
                    // requested
                    requestedPause(attempt.getLastResult())
                        .orElseGet(() -> backoff(firstPause, attempt.getAttemptCount())))
            .build();
  }

  static IdempotentCalls standard() {
    return new IdempotentCalls(
        HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build(),
        Duration.ofSeconds(1));
  }

  /**
   * Returns an address if tokens may be sent to it: encrypted, or on this machine.
   *
   * @throws ConfigurationProblem for any other
   */
  static String safe(String address) {
    URI uri = URI.create(address);
    if ("https".equals(uri.getScheme()) || isOnThisMachine(uri)) {
      return address.endsWith("/") ? address.substring(0, address.length() - 1) : address;
    }
    throw new ConfigurationProblem(
        "refused to send a token to " + address + ", which is not encrypted",
        FailureContext.hint("name an https address"),
        null);
  }

  private static boolean isOnThisMachine(URI uri) {
    try {
      return uri.getHost() != null && InetAddress.getByName(uri.getHost()).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }

  /**
   * Sends a request.
   *
   * @throws TransientFailure if it failed as often as it may
   */
  HttpResponse<String> send(HttpRequest.Builder unfinished) {
    HttpRequest request = unfinished.timeout(DEADLINE).build();
    try {
      HttpResponse<String> answer =
          Failsafe.with(patience)
              .get(() -> client.send(request, HttpResponse.BodyHandlers.ofString()));
      if (mayPass(answer.statusCode())) {
        throw new TransientFailure(asked(request) + ", got HTTP " + answer.statusCode());
      }
      return answer;
    } catch (FailsafeException e) {
      if (e.getCause() instanceof InterruptedException) {
        Thread.currentThread().interrupt();
        throw new TransientFailure("interrupted while waiting for a service", e);
      }
      throw new TransientFailure(asked(request) + ", nothing answered", e.getCause());
    }
  }

  private static boolean mayPass(int status) {
    return status == 408 || status == 429 || status >= 500;
  }

  /** Describes a request without its query, which may name more than a log should hold. */
  private static String asked(HttpRequest request) {
    URI uri = request.uri();
    return "asked " + uri.getHost() + " for " + request.method() + " " + uri.getPath();
  }

  /** Doubles with every attempt; up to a half shorter or longer, so that not all come at once. */
  private static Duration backoff(Duration first, int attempts) {
    double factor =
        (1L << Math.max(0, attempts - 1)) * ThreadLocalRandom.current().nextDouble(0.5, 1.5);
    return Duration.ofNanos((long) (first.toNanos() * factor));
  }

  /** Returns the pause that the service requested, within bounds. */
  private static Optional<Duration> requestedPause(@Nullable HttpResponse<String> answer) {
    return Optional.ofNullable(answer)
        .flatMap(a -> a.headers().firstValue("Retry-After"))
        .filter(seconds -> seconds.matches("\\d{1,4}"))
        .map(seconds -> Duration.ofSeconds(Long.parseLong(seconds)))
        .map(pause -> pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause);
  }
}
