package dev.retrain.artifacts.azure;

import com.azure.core.http.HttpClient;
import com.azure.core.http.HttpPipeline;
import com.azure.core.http.HttpPipelineBuilder;
import com.azure.core.http.HttpRequest;
import com.azure.core.http.HttpResponse;
import com.azure.core.http.jdk.httpclient.JdkHttpClientBuilder;
import com.azure.core.http.policy.ExponentialBackoffOptions;
import com.azure.core.http.policy.HttpPipelinePolicy;
import com.azure.core.http.policy.RequestRetryCondition;
import com.azure.core.http.policy.RetryOptions;
import com.azure.core.http.policy.RetryPolicy;
import com.azure.core.util.Context;
import dev.retrain.spi.client.TrustedCertificates;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import reactor.core.Exceptions;

/**
 * Two pipelines of one client. The one repeats requests that failed or were not answered; the other
 * only those that the service refused to act on, because a write on a condition must not meet its
 * own first attempt.
 */
final class BlobRequests {

  private static final int REPEATS = 3;
  private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

  private final Duration deadline;
  private final HttpPipeline idempotent;
  private final HttpPipeline conditional;

  BlobRequests(
      Duration deadline, Optional<TrustedCertificates> trusted, List<HttpPipelinePolicy> signing) {
    this.deadline = deadline;
    java.net.http.HttpClient.Builder jdk = java.net.http.HttpClient.newBuilder();
    trusted.ifPresent(those -> jdk.sslContext(those.context()));
    HttpClient client =
        new JdkHttpClientBuilder(jdk)
            .connectionTimeout(deadline)
            .responseTimeout(deadline)
            .readTimeout(deadline)
            .writeTimeout(deadline)
            .build();
    this.idempotent = pipeline(client, signing, false);
    this.conditional = pipeline(client, signing, true);
  }

  private static HttpPipeline pipeline(
      HttpClient client, List<HttpPipelinePolicy> signing, boolean refusedOnly) {
    RetryOptions retries =
        new RetryOptions(
                new ExponentialBackoffOptions()
                    .setMaxRetries(REPEATS)
                    .setBaseDelay(FIRST_PAUSE)
                    .setMaxDelay(LONGEST_PAUSE))
            .setShouldRetryCondition(tried -> mayPass(tried, refusedOnly));
    List<HttpPipelinePolicy> policies = new ArrayList<>();
    policies.add(new RetryPolicy(retries));
    policies.addAll(signing);
    return new HttpPipelineBuilder()
        .httpClient(client)
        .policies(policies.toArray(HttpPipelinePolicy[]::new))
        .build();
  }

  private static boolean mayPass(RequestRetryCondition tried, boolean refusedOnly) {
    if (tried.getResponse() == null) {
      return !refusedOnly && isSilence(tried.getThrowable());
    }
    int status = tried.getResponse().getStatusCode();
    return status == 429 || status == 503 || (!refusedOnly && (status == 408 || status >= 500));
  }

  /** Returns whether nothing answered, or not in time. */
  static boolean isSilence(Throwable failure) {
    Throwable cause = Exceptions.unwrap(failure);
    return cause instanceof IOException || cause instanceof TimeoutException;
  }

  /**
   * Sends a request; the caller closes the answer, whatever its status.
   *
   * @param repeatable whether it may be sent again when nothing answered
   * @throws IOException if nothing answered in time
   */
  HttpResponse send(HttpRequest request, boolean repeatable) throws IOException {
    try {
      HttpResponse answer =
          (repeatable ? idempotent : conditional)
              .send(request, new Context("azure-eagerly-read-response", false))
              .block();
      if (answer == null) {
        throw new IOException("there was no answer");
      }
      return answer;
    } catch (RuntimeException e) {
      if (isSilence(e)) {
        throw new IOException("nothing answered in time", Exceptions.unwrap(e));
      }
      throw e;
    }
  }

  /** Returns the body as a stream; a read that gets nothing ends at the deadline. */
  InputStream body(HttpResponse answer) {
    return new BodyStream(answer, answer.getBody().timeout(deadline).toIterable(4).iterator());
  }
}
