package dev.retrain.backend.local.endpoint;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Asks a model server, with a deadline for the whole answer, headers and body, and a bound on its
 * size: the server is the user's program and may stall after any byte, or never stop sending.
 * Thread-safe.
 */
final class ModelClient {

  private static final int MOST_BYTES = 1 << 20;

  private final HttpClient http;
  private final Duration within;

  /**
   * Creates a client of one server.
   *
   * @param within how long a whole answer may take
   */
  ModelClient(Duration within) {
    this.within = within;
    this.http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(within)
            .build();
  }

  /** Returns whether a GET is answered by 200. */
  boolean isAnswered(URI address) throws InterruptedException {
    try {
      return send(HttpRequest.newBuilder(address).build()).statusCode() == 200;
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * Posts JSON.
   *
   * @throws IOException if there is no answer of at most 1 MiB in time
   */
  HttpResponse<byte[]> post(URI address, byte[] json) throws IOException, InterruptedException {
    return send(
        HttpRequest.newBuilder(address)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofByteArray(json))
            .build());
  }

  private HttpResponse<byte[]> send(HttpRequest request) throws IOException, InterruptedException {
    CompletableFuture<HttpResponse<byte[]>> answer =
        http.sendAsync(request, head -> new BoundedBody(MOST_BYTES));
    try {
      return answer.get(within.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      throw new HttpTimeoutException("the model server did not answer within " + within);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException cause) {
        throw cause;
      }
      throw new IOException(e.getCause());
    } finally {
      // Closes the connection of an answer that is not whole; does nothing to one that is.
      answer.cancel(true);
    }
  }
}
