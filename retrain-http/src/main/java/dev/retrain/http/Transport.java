package dev.retrain.http;

import static java.util.Objects.requireNonNullElse;

import dev.retrain.spi.client.TrustedCertificates;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import okhttp3.Call;
import okhttp3.Callback;
import okhttp3.Dispatcher;
import okhttp3.HttpUrl;
import okhttp3.Interceptor;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * One try of a call on OkHttp: sends it and reads the whole answer within what is left of the
 * deadline. Follows redirects of GET within the origin, so that credentials go nowhere else.
 *
 * @param http the client
 * @param longestAnswer in bytes, after decompression
 */
record Transport(OkHttpClient http, int longestAnswer) {

  private static final int MOST_REDIRECTS = 3;
  private static final Duration CONNECT = Duration.ofSeconds(10);

  /** Connections and threads are shared by all clients of the process; idle ones end themselves. */
  private static final OkHttpClient SHARED =
      new OkHttpClient.Builder()
          .dispatcher(dispatcher())
          .followRedirects(false)
          .followSslRedirects(false)
          // Hidden repetitions would not be counted, and would repeat what must not be repeated.
          .retryOnConnectionFailure(false)
          .addNetworkInterceptor(Transport::withoutPauseOfZero)
          .connectTimeout(CONNECT)
          .readTimeout(Duration.ZERO)
          .writeTimeout(Duration.ZERO)
          .build();

  static Transport of(@Nullable TrustedCertificates certificates, int longestAnswer) {
    OkHttpClient client =
        certificates == null
            ? SHARED
            : SHARED
                .newBuilder()
                .sslSocketFactory(certificates.context().getSocketFactory(), certificates.trust())
                .build();
    return new Transport(client, longestAnswer);
  }

  private static Dispatcher dispatcher() {
    AtomicInteger number = new AtomicInteger();
    ThreadPoolExecutor threads =
        new ThreadPoolExecutor(
            0,
            Integer.MAX_VALUE,
            10,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            task -> {
              Thread thread = new Thread(task, "retrain-http-" + number.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
    Dispatcher dispatcher = new Dispatcher(threads);
    // The callers bound what runs at once; a queue here would use up their deadlines.
    dispatcher.setMaxRequests(Integer.MAX_VALUE);
    dispatcher.setMaxRequestsPerHost(Integer.MAX_VALUE);
    return dispatcher;
  }

  /** OkHttp repeats a 503 with a pause of zero by itself, which the tries here would not count. */
  private static Response withoutPauseOfZero(Interceptor.Chain chain) throws IOException {
    Response response = chain.proceed(chain.request());
    return "0".equals(response.header("Retry-After"))
        ? response.newBuilder().removeHeader("Retry-After").build()
        : response;
  }

  /**
   * Sends a request.
   *
   * @throws IOException if no whole answer came back
   * @throws DeadlinePassed if it did not come back in time
   */
  RawAnswer send(Request request, Deadline deadline) throws IOException, InterruptedException {
    Request next = request;
    RawAnswer answer = once(next, deadline);
    for (int redirect = 0; answer.isRedirect() && redirect < MOST_REDIRECTS; redirect++) {
      HttpUrl to = next.url().resolve(answer.headers().getOrDefault("location", ""));
      if (!next.method().equals("GET") || to == null || !isSameOrigin(next.url(), to)) {
        return answer;
      }
      next = next.newBuilder().url(to).build();
      answer = once(next, deadline);
    }
    return answer;
  }

  private static boolean isSameOrigin(HttpUrl from, HttpUrl to) {
    return from.scheme().equals(to.scheme())
        && from.host().equals(to.host())
        && from.port() == to.port();
  }

  private RawAnswer once(Request request, Deadline deadline)
      throws IOException, InterruptedException {
    CompletableFuture<RawAnswer> answer = new CompletableFuture<>();
    Call call = http.newCall(request);
    call.enqueue(
        new Callback() {
          @Override
          public void onFailure(Call failed, IOException cause) {
            answer.completeExceptionally(cause);
          }

          @Override
          public void onResponse(Call answered, Response response) {
            try (response) {
              answer.complete(read(response));
            } catch (Throwable e) { // whatever it is, it must reach the caller, who waits
              answer.completeExceptionally(e);
            }
          }
        });
    try {
      return answer.get(deadline.left().toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      call.cancel();
      throw new DeadlinePassed();
    } catch (InterruptedException e) {
      call.cancel();
      throw e;
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException failure ? failure : new IOException(e.getCause());
    }
  }

  private RawAnswer read(Response response) throws IOException {
    Map<String, String> headers = new LinkedHashMap<>();
    for (String name : response.headers().names()) {
      headers.put(name.toLowerCase(Locale.ROOT), requireNonNullElse(response.header(name), ""));
    }
    // One byte more than allowed is enough to know; the rest is never read.
    byte[] body = response.body().byteStream().readNBytes(longestAnswer + 1);
    if (body.length > longestAnswer) {
      throw new AnswerTooLong(longestAnswer);
    }
    MediaType type = response.body().contentType();
    Charset charset = type == null ? null : type.charset();
    return new RawAnswer(
        response.code(),
        headers,
        new String(body, charset == null ? StandardCharsets.UTF_8 : charset));
  }
}
