package dev.retrain.steps;

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
import java.util.concurrent.TimeUnit;

/**
 * HTTP calls that may be repeated: each with a deadline, and again up to three times when nothing
 * answered, the service asked for patience or failed, after a pause that doubles or is what the
 * service asked for.
 */
final class IdempotentCalls {

  private static final int REPEATS = 3;
  private static final Duration DEADLINE = Duration.ofSeconds(30);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

  private final HttpClient client;
  private final Duration firstPause;

  IdempotentCalls(HttpClient client, Duration firstPause) {
    this.client = client;
    this.firstPause = firstPause;
  }

  static IdempotentCalls standard() {
    return new IdempotentCalls(
        HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build(),
        Duration.ofSeconds(1));
  }

  /**
   * An address tokens may be sent to: encrypted, or on this machine.
   *
   * @throws ConfigurationProblem for any other
   */
  static String safe(String address) {
    URI uri = URI.create(address);
    if ("https".equals(uri.getScheme()) || isOnThisMachine(uri)) {
      return address.endsWith("/") ? address.substring(0, address.length() - 1) : address;
    }
    throw new ConfigurationProblem(
        "asked to send a token to " + address + ", which is not encrypted",
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
    Duration pause = firstPause;
    for (int repeat = 0; ; repeat++) {
      try {
        HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
        if (!mayPass(answer.statusCode())) {
          return answer;
        }
        if (repeat == REPEATS) {
          throw new TransientFailure(asked(request) + ", got HTTP " + answer.statusCode());
        }
        rest(asked(answer).orElse(jittered(pause)));
      } catch (IOException e) {
        if (repeat == REPEATS) {
          throw new TransientFailure(asked(request) + ", nothing answered", e);
        }
        rest(jittered(pause));
      } catch (InterruptedException e) {
        throw interrupted(e);
      }
      pause = pause.multipliedBy(2);
    }
  }

  private static boolean mayPass(int status) {
    return status == 408 || status == 429 || status >= 500;
  }

  /** Without the query, which may name more than a log should hold. */
  private static String asked(HttpRequest request) {
    URI uri = request.uri();
    return "asked " + uri.getHost() + " for " + request.method() + " " + uri.getPath();
  }

  private static Optional<Duration> asked(HttpResponse<String> answer) {
    return answer
        .headers()
        .firstValue("Retry-After")
        .filter(seconds -> seconds.matches("\\d{1,4}"))
        .map(seconds -> Duration.ofSeconds(Long.parseLong(seconds)))
        .map(pause -> pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause);
  }

  private static Duration jittered(Duration pause) {
    return Duration.ofNanos(
        (long) (pause.toNanos() * ThreadLocalRandom.current().nextDouble(0.5, 1.5)));
  }

  private static void rest(Duration pause) {
    try {
      TimeUnit.NANOSECONDS.sleep(pause.toNanos());
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private static TransientFailure interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new TransientFailure("interrupted while a service was asked", e);
  }
}
