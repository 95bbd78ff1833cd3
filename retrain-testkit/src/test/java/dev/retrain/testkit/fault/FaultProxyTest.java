package dev.retrain.testkit.fault;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The proxy before a real server, asked by a real client. */
class FaultProxyTest {

  private static final String BODY = "{\"state\":\"SUCCEEDED\",\"text\":\"grüße\"}";

  private final AtomicInteger served = new AtomicInteger();
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private HttpServer server;
  private FaultProxy proxy;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          byte[] body =
              exchange.getRequestMethod().equals("POST")
                  ? exchange.getRequestBody().readAllBytes()
                  : BODY.getBytes(UTF_8);
          served.incrementAndGet();
          boolean chunked = exchange.getRequestURI().getPath().equals("/chunked");
          exchange.sendResponseHeaders(200, chunked ? 0 : body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    proxy = FaultProxy.before(URI.create("http://127.0.0.1:" + server.getAddress().getPort()));
  }

  @AfterEach
  void stop() {
    proxy.close();
    server.stop(0);
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return send(HttpRequest.newBuilder(proxy.endpoint().resolve(path)));
  }

  private HttpResponse<String> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return client.send(
        request.timeout(Duration.ofSeconds(20)).build(), HttpResponse.BodyHandlers.ofString());
  }

  @Test
  void passesExchangesUnchanged() throws Exception {
    assertThat(get("/runs?x=1").body()).isEqualTo(BODY);
    assertThat(get("/chunked").body()).isEqualTo(BODY);
    HttpResponse<String> posted =
        send(
            HttpRequest.newBuilder(proxy.endpoint())
                .POST(HttpRequest.BodyPublishers.ofString("said")));

    assertThat(posted.body()).isEqualTo("said");
    assertThat(proxy.exchanges())
        .extracting(exchange -> exchange.method() + " " + exchange.target())
        .containsExactly("GET /runs?x=1", "GET /chunked", "POST /");
    assertThat(proxy.exchanges().get(2).body()).isEqualTo("said");
  }

  @Test
  void losesARequestBeforeTheServer() throws Exception {
    proxy.next(Fault.lostRequest());

    assertThatThrownBy(
            () ->
                send(
                    HttpRequest.newBuilder(proxy.endpoint())
                        .POST(HttpRequest.BodyPublishers.ofString("x"))))
        .isInstanceOf(IOException.class);
    assertThat(served).hasValue(0);
  }

  @Test
  void losesAnAnswerAfterTheServerHasActed() {
    proxy.next(Fault.lostAnswer());

    assertThatThrownBy(
            () ->
                send(
                    HttpRequest.newBuilder(proxy.endpoint())
                        .POST(HttpRequest.BodyPublishers.ofString("x"))))
        .isInstanceOf(IOException.class);
    assertThat(served).hasValue(1);
  }

  @Test
  void throttlesWithARetryAfter() throws Exception {
    proxy.next(Fault.throttled(7));

    HttpResponse<String> answer = get("/");

    assertThat(answer.statusCode()).isEqualTo(429);
    assertThat(answer.headers().firstValue("Retry-After")).contains("7");
    assertThat(get("/").statusCode()).as("only the next exchange").isEqualTo(200);
  }

  @Test
  void answersWithErrorsOfItsOwn() throws Exception {
    proxy.next(Fault.serverError()).next(Fault.unavailable()).next(Fault.expiredToken());

    assertThat(get("/").statusCode()).isEqualTo(500);
    assertThat(get("/").statusCode()).isEqualTo(503);
    assertThat(get("/").statusCode()).isEqualTo(401);
    assertThat(served).hasValue(0);
  }

  @Test
  void neverAnswersOnAHalfOpenConnection() {
    proxy.always(Fault.halfOpen());

    assertThatThrownBy(
            () ->
                client.send(
                    HttpRequest.newBuilder(proxy.endpoint())
                        .timeout(Duration.ofMillis(200))
                        .build(),
                    HttpResponse.BodyHandlers.ofString()))
        .isInstanceOf(HttpTimeoutException.class);
  }

  @Test
  void answersLate() throws Exception {
    proxy.next(Fault.slow(Duration.ofMillis(50)));
    long before = System.nanoTime();

    assertThat(get("/").body()).isEqualTo(BODY);
    assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThan(Duration.ofMillis(49));
  }

  @Test
  void endsLateAnswersWhenItIsClosed() {
    proxy.next(Fault.slow(Duration.ofDays(1)));
    var waiting =
        client.sendAsync(
            HttpRequest.newBuilder(proxy.endpoint()).build(), HttpResponse.BodyHandlers.ofString());
    while (proxy.exchanges().isEmpty()) {
      Thread.onSpinWait();
    }

    proxy.close();

    assertThatThrownBy(waiting::join).hasCauseInstanceOf(IOException.class);
  }

  @Test
  void resetsInTheMiddleOfABody() {
    proxy.next(Fault.resetMidBody());

    assertThatThrownBy(() -> get("/")).isInstanceOf(IOException.class);
    assertThat(served).hasValue(1);
  }

  @Test
  void cutsABodySoThatItIsNoJson() throws Exception {
    proxy.next(Fault.malformedBody());

    String body = get("/").body();

    assertThat(BODY).startsWith(body).isNotEqualTo(body);
  }

  @Test
  void skewsTheServersClock() throws Exception {
    proxy.next(Fault.skewedClock(Duration.ofDays(30)));

    String date = get("/").headers().firstValue("Date").orElseThrow();

    assertThat(ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME))
        .isAfter(ZonedDateTime.now(java.time.ZoneOffset.UTC).plusDays(29));
  }

  @Test
  void rewritesAWord() throws Exception {
    proxy.next(Fault.rewritten("SUCCEEDED", "HIBERNATING"));

    assertThat(get("/").body()).isEqualTo(BODY.replace("SUCCEEDED", "HIBERNATING"));
  }

  @Test
  void choosesExchangesByWhatIsAsked() throws Exception {
    proxy.next(2, exchange -> exchange.target().equals("/b"), Fault.unavailable());

    assertThat(get("/a").statusCode()).isEqualTo(200);
    assertThat(get("/b").statusCode()).isEqualTo(503);
    assertThat(get("/b").statusCode()).isEqualTo(503);
    assertThat(get("/b").statusCode()).isEqualTo(200);
  }

  @Test
  void forgetsWhatWasAskedFor() throws Exception {
    proxy.always(Fault.serverError());
    proxy.calm();

    assertThat(get("/").statusCode()).isEqualTo(200);
    proxy.forget();
    assertThat(proxy.exchanges()).isEmpty();
  }
}
