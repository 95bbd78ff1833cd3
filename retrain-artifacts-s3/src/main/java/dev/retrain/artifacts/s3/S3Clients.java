package dev.retrain.artifacts.s3;

import dev.retrain.api.document.Settings;
import dev.retrain.spi.client.TrustedCertificates;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.TrustManager;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.exception.SdkServiceException;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.StandardRetryStrategy;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.retries.api.RetryStrategy;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;

/**
 * Two clients of one service. The one repeats requests that failed or were not answered, three
 * times at most. The other repeats only those that the service refused to act on, because a write
 * on a condition must not meet its own first attempt.
 *
 * @param idempotent for requests that may be repeated
 * @param conditional for writes on a condition
 */
record S3Clients(S3Client idempotent, S3Client conditional, SdkHttpClient http, Duration deadline)
    implements AutoCloseable {

  private static final int ATTEMPTS = 4;
  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

  static S3Clients of(S3Settings settings, Settings document, Duration deadline) {
    SdkHttpClient http = http(certificates(settings, document), deadline);
    return of(
        settings,
        deadline,
        settings.credentials().accept(new S3Credentials(settings, document, http)),
        http);
  }

  static S3Clients of(S3Settings settings, Duration deadline, AwsCredentialsProvider credentials) {
    return of(settings, deadline, credentials, http(Optional.empty(), deadline));
  }

  private static S3Clients of(
      S3Settings settings,
      Duration deadline,
      AwsCredentialsProvider credentials,
      SdkHttpClient http) {
    return new S3Clients(
        client(settings, credentials, http, deadline, false),
        client(settings, credentials, http, deadline, true),
        http,
        deadline);
  }

  private static Optional<TrustedCertificates> certificates(
      S3Settings settings, Settings document) {
    return settings
        .client()
        .flatMap(client -> client.common().certificates(document))
        .map(TrustedCertificates::read);
  }

  private static SdkHttpClient http(Optional<TrustedCertificates> trusted, Duration deadline) {
    UrlConnectionHttpClient.Builder builder =
        UrlConnectionHttpClient.builder().connectionTimeout(deadline).socketTimeout(deadline);
    trusted.ifPresent(
        those -> builder.tlsTrustManagersProvider(() -> new TrustManager[] {those.trust()}));
    return builder.build();
  }

  private static S3Client client(
      S3Settings settings,
      AwsCredentialsProvider credentials,
      SdkHttpClient http,
      Duration deadline,
      boolean refusedOnly) {
    S3ClientBuilder builder =
        S3Client.builder()
            .httpClient(http)
            .credentialsProvider(credentials)
            .forcePathStyle(settings.pathStyle())
            .overrideConfiguration(
                c ->
                    c.apiCallAttemptTimeout(deadline)
                        .addExecutionInterceptor(new WithoutExpect())
                        .retryStrategy(retries(refusedOnly)));
    settings
        .endpoint(S3ClientSettings.STORE)
        .ifPresent(
            endpoint ->
                builder
                    .endpointOverride(endpoint)
                    .region(Region.US_EAST_1)
                    // Compatible stores know few of the checksums that AWS has added.
                    .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED));
    settings.region().ifPresent(region -> builder.region(Region.of(region)));
    return builder.build();
  }

  private static RetryStrategy retries(boolean refusedOnly) {
    BackoffStrategy pauses = BackoffStrategy.exponentialDelay(FIRST_PAUSE, LONGEST_PAUSE);
    return StandardRetryStrategy.builder()
        // Those repeat after a lost answer, which a write on a condition must not.
        .useClientDefaults(false)
        .maxAttempts(ATTEMPTS)
        .backoffStrategy(pauses)
        .throttlingBackoffStrategy(pauses)
        .retryOnException(failure -> mayPass(failure, refusedOnly))
        .treatAsThrottling(S3Clients::isThrottled)
        .build();
  }

  private static boolean mayPass(Throwable failure, boolean refusedOnly) {
    if (failure instanceof SdkServiceException answer) {
      return isThrottled(answer) || (!refusedOnly && answer.statusCode() >= 500);
    }
    return !refusedOnly && S3Failures.mayPass(failure);
  }

  private static boolean isThrottled(Throwable failure) {
    return failure instanceof SdkServiceException answer
        && (answer.isThrottlingException()
            || answer.statusCode() == 429
            || answer.statusCode() == 503);
  }

  @Override
  public void close() {
    idempotent.close();
    conditional.close();
    http.close();
  }

  /** Sends bodies at once: stores that do not answer an expectation would cost seconds each. */
  private static final class WithoutExpect implements ExecutionInterceptor {
    @Override
    public SdkHttpRequest modifyHttpRequest(
        Context.ModifyHttpRequest context, ExecutionAttributes attributes) {
      return context.httpRequest().toBuilder().removeHeader("Expect").build();
    }
  }
}
