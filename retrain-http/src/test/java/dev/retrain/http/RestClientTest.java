package dev.retrain.http;

import static dev.retrain.http.FaultyServer.json;
import static dev.retrain.http.FaultyServer.reset;
import static dev.retrain.http.FaultyServer.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.retrain.api.document.Node;
import dev.retrain.api.error.ConfigurationProblem;
import dev.retrain.api.error.PermanentFailure;
import dev.retrain.api.error.PermissionDenied;
import dev.retrain.api.error.TransientFailure;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class RestClientTest {

  private static final HttpCall JOBS = HttpCall.get("jobs");
  private static final Duration SHORT = Duration.ofMillis(300);

  private final FaultyServer server;

  RestClientTest() throws IOException {
    this.server = new FaultyServer();
  }

  @AfterEach
  void close() throws IOException {
    server.close();
  }

  private RestClient.Builder client() {
    return RestClient.of("the queue", server.address()).firstPause(Duration.ofMillis(1));
  }

  private RestClient standard() {
    return client().build();
  }

  @Test
  void keepsTheBasePathAndEncodesEachSegment() {
    server.then(json("{}"));
    RestClient.of("the queue", server.address() + "/gate%20way/")
        .build()
        .send(HttpCall.get("jobs", "a/b ü").query("name", "x&y").query("cursor", Optional.empty()));
    assertThat(server.requests().get(0))
        .startsWith("GET /gate%20way/jobs/a%2Fb%20%C3%BC?name=x%26y HTTP/1.1\r\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", ".."})
  void refusesSegmentsThatAddressSomethingElse(String segment) {
    assertThatThrownBy(() -> HttpCall.get("jobs", segment))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void sendsJsonAndHeaders() {
    server.then(json("{}"));
    standard()
        .send(
            HttpCall.put("jobs", "a")
                .header("X-Kind", "b")
                .json(Node.of(Map.of("n", Node.of(1L)))));
    assertThat(server.requests().get(0))
        .startsWith("PUT /jobs/a HTTP/1.1\r\n")
        .contains("X-Kind: b\r\n", "Content-Type: application/json")
        .endsWith("{\"n\":1}");
  }

  @Test
  void repeatsAfterAReset() {
    server.then(reset(), json("{\"a\":1}"));
    assertThat(standard().send(JOBS).json().at("a").integer()).isEqualTo(1);
  }

  @Test
  void givesUpAfterFourTries() {
    server.then(status(503, "busy"));
    assertThatThrownBy(() -> standard().send(JOBS))
        .isInstanceOf(TransientFailure.class)
        .hasMessageStartingWith(
            "cannot GET " + server.address() + "/jobs of the queue: it answered 503 with 'busy'");
    assertThat(server.requests()).hasSize(4);
  }

  @Test
  void sendsWhatMayNotBeRepeatedOnce() {
    server.then(status(503, "busy", "Retry-After: 0"));
    assertThatThrownBy(() -> standard().send(HttpCall.post("jobs")))
        .isInstanceOf(TransientFailure.class);
    assertThat(server.requests()).hasSize(1);
  }

  @Test
  void sendsWhatMayNotBeRepeatedOnceWhenTheConnectionIsReset() {
    server.then(reset(), json("{}"));
    assertThatThrownBy(() -> standard().send(HttpCall.post("jobs")))
        .isInstanceOf(TransientFailure.class)
        .hasMessageContaining("there was no whole answer");
    assertThat(server.requests()).hasSize(1);
  }

  @Test
  void repeatsAPostWithAKey() {
    server.then(reset(), json("{}"));
    standard().send(HttpCall.post("jobs").idempotencyKey("Idempotency-Key", "k"));
    assertThat(server.requests()).hasSize(2).allMatch(request -> request.contains("Key: k\r\n"));
  }

  @Test
  void repeatsAPostThatAUniqueNameMakesRepeatable() {
    server.then(reset(), status(409, "taken"));
    HttpAnswer answer = standard().send(HttpCall.post("jobs").repeatable().accepting(409));
    assertThat(answer.status()).isEqualTo(409);
    assertThat(server.requests()).hasSize(2);
  }

  @Test
  void endsAtTheDeadlineWhenTheBodyStalls() {
    server.then(server.stall());
    assertThatThrownBy(() -> client().deadline(SHORT).build().send(JOBS))
        .isInstanceOf(TransientFailure.class)
        .hasMessageContaining("there was no whole answer within 300 ms")
        .hasMessageContaining("Raise the deadline");
  }

  @Test
  void endsAtTheDeadlineWhenTheBodyDrips() {
    server.then(server.drip());
    assertThatThrownBy(() -> client().build().send(JOBS.within(SHORT)))
        .isInstanceOf(TransientFailure.class)
        .hasMessageContaining("within 300 ms");
  }

  @Test
  void sharesOneDeadlineAmongAllTries() {
    server.then(reset(), reset(), server.stall());
    assertThatThrownBy(() -> client().deadline(Duration.ofSeconds(3)).build().send(JOBS))
        .hasMessageContaining("within 3000 ms (in 3 tries)");
  }

  @Test
  void waitsAsLongAsRequestedInSeconds() {
    server.then(status(429, "slow down", "Retry-After: 1"), json("{}"));
    standard().send(JOBS);
    assertThat(server.requests()).hasSize(2);
  }

  @Test
  void waitsUntilTheDateRequested() {
    Clock clock = Clock.fixed(Instant.parse("2015-10-21T07:28:00Z"), ZoneOffset.UTC);
    server.then(status(429, "slow down", "Retry-After: Wed, 21 Oct 2015 07:28:01 GMT"), json("{}"));
    client().clock(clock).build().send(JOBS);
    assertThat(server.requests()).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"3600", "Wed, 21 Oct 2015 08:28:00 GMT"})
  void waitsForNoPauseThatOutlastsTheDeadline(String pause) {
    Clock clock = Clock.fixed(Instant.parse("2015-10-21T07:28:00Z"), ZoneOffset.UTC);
    server.then(status(429, "slow down", "Retry-After: " + pause));
    TransientFailure failure =
        catchThrowableOfType(
            TransientFailure.class, () -> client().clock(clock).build().send(JOBS));
    assertThat(failure.retryAfter()).contains(Duration.ofHours(1));
    assertThat(failure).hasMessageContaining("It requested a pause of 3600 s");
    assertThat(server.requests()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"soon", "-5", "Wed, 99 Oct 2015", "1.5"})
  void ignoresPausesThatItCannotRead(String pause) {
    server.then(status(503, "busy", "Retry-After: " + pause), json("{}"));
    standard().send(JOBS);
    assertThat(server.requests()).hasSize(2);
  }

  @Test
  void boundsAnEndlessPause() {
    assertThat(
            new RawAnswer(503, Map.of("retry-after", "99999999999999999999"), "")
                .retryAfter(Clock.systemUTC()))
        .contains(Duration.ofDays(1));
  }

  @Test
  void reportsAGatewaysPageAsNoAnswer() {
    server.then(status(200, "<html><title>Sign in</title>", "Content-Type: text/html"));
    assertThatThrownBy(() -> standard().send(JOBS).json())
        .isInstanceOf(TransientFailure.class)
        .hasMessageContaining(
            "it answered 200 with '<html><title>Sign in</title>', which is not JSON")
        .hasMessageContaining("Check that the address is the one of the queue");
  }

  @Test
  void readsNothingFromATruncatedBody() {
    server.then(
        (socket, out) -> {
          out.write(FaultyServer.head(200, 100));
          out.write("{\"a\":".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        });
    assertThatThrownBy(() -> standard().send(JOBS))
        .isInstanceOf(TransientFailure.class)
        .hasMessageContaining("there was no whole answer")
        .hasMessageContaining("(in 4 tries)");
  }

  @Test
  void readsCompressedAnswers() {
    byte[] whole = gzip("{\"a\":2}");
    server.then(compressed(whole, whole.length));
    assertThat(standard().send(JOBS).json().at("a").integer()).isEqualTo(2);
  }

  @Test
  void readsNothingFromTruncatedCompression() {
    byte[] whole = gzip("{\"a\":" + "1".repeat(500) + "}");
    server.then(compressed(whole, whole.length - 9));
    assertThatThrownBy(() -> standard().send(JOBS)).isInstanceOf(TransientFailure.class);
  }

  @Test
  void boundsAnswersAfterDecompression() {
    byte[] whole = gzip("x".repeat(1 << 20));
    server.then(compressed(whole, whole.length));
    assertThatThrownBy(() -> client().longestAnswer(1000).build().send(JOBS))
        .isInstanceOf(TransientFailure.class)
        .hasMessageContaining("the answer is longer than 1000 bytes");
    assertThat(server.requests()).hasSize(1);
  }

  @Test
  void followsRedirectsWithinTheOrigin() {
    server.then(status(302, "", "Location: /other/jobs"), json("{}"));
    standard().send(JOBS);
    assertThat(server.requests().get(1)).startsWith("GET /other/jobs ");
  }

  @Test
  void followsNoRedirectElsewhere() throws IOException {
    try (FaultyServer other = new FaultyServer()) {
      server.then(status(302, "", "Location: " + other.address() + "/steal?token=t"));
      RestClient signedIn = client().credentials(refused -> "Bearer abcdef").build();
      assertThatThrownBy(() -> signedIn.send(JOBS))
          .isInstanceOf(ConfigurationProblem.class)
          .hasMessageContaining("redirects to " + other.address() + "/steal. ")
          .hasMessageContaining("Set the address to where the service is now");
      assertThat(other.requests()).isEmpty();
    }
  }

  @Test
  void endsALoopOfRedirects() {
    server.then(status(301, "", "Location: /jobs"));
    assertThatThrownBy(() -> standard().send(JOBS)).isInstanceOf(ConfigurationProblem.class);
    assertThat(server.requests()).hasSize(4);
  }

  @Test
  void findsNothingWhenTheServiceReportsIt() {
    server.then(status(404, "{\"error\":\"NoSuchJob\"}"));
    RestClient client = client().absentWhen(answer -> answer.find("error").isPresent()).build();
    assertThat(client.find(JOBS)).isEmpty();
    assertThatThrownBy(() -> client.send(JOBS))
        .isInstanceOf(PermanentFailure.class)
        .hasMessageContaining("it does not exist");
  }

  @ParameterizedTest
  @ValueSource(strings = {"<html>404</html>", "", "{\"path\":\"/jobs\"}", "[]", "{\"error\":null}"})
  void doesNotTakeTheNotFoundOfSomethingElseForAnAbsence(String body) {
    server.then(status(404, body));
    RestClient client = client().absentWhen(answer -> answer.find("error").isPresent()).build();
    assertThatThrownBy(() -> client.find(JOBS))
        .isInstanceOf(TransientFailure.class)
        .hasMessageContaining("no gateway answers in its place");
  }

  @Test
  void givesAcceptedStatusesToTheCaller() {
    server.then(status(409, "{\"name\":\"taken\"}"));
    HttpAnswer answer = standard().send(HttpCall.post("jobs").accepting(409));
    assertThat(answer.status()).isEqualTo(409);
    assertThat(answer.json().text("name")).isEqualTo("taken");
  }

  @Test
  void refusesOtherStatusesForGood() {
    server.then(status(422, "bad\n name"));
    assertThatThrownBy(() -> standard().send(JOBS))
        .isInstanceOf(PermanentFailure.class)
        .hasMessageContaining("it answered 422 with 'bad name'");
    assertThat(server.requests()).hasSize(1);
  }

  @Test
  void quotesTheBeginningOfALongAnswerAlone() {
    server.then(status(400, "y".repeat(5000)));
    assertThatThrownBy(() -> standard().send(JOBS))
        .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(500));
  }

  @Test
  void renewsCredentialsOnceAfterARefusal() {
    server.then(status(401, "expired"), json("{}"));
    client().credentials(refused -> refused ? "Bearer new" : "Bearer old").build().send(JOBS);
    assertThat(server.requests().get(0)).contains("Authorization: Bearer old\r\n");
    assertThat(server.requests().get(1)).contains("Authorization: Bearer new\r\n");
  }

  @Test
  void reportsCredentialsThatAreRefusedTwice() {
    server.then(status(401, "who is Bearer topsecret, and topsecret?"));
    RestClient client = client().credentials(Credentials.bearer(() -> "topsecret\n")).build();
    assertThatThrownBy(() -> client.send(JOBS))
        .isInstanceOf(PermissionDenied.class)
        .hasMessageContaining("who is ***, and ***?")
        .hasMessageContaining("Check the credentials");
    assertThat(server.requests()).hasSize(2);
  }

  @Test
  void refusesCredentialsWithALineBreakWithoutPrintingThem() {
    RestClient client = client().credentials(refused -> "Bearer a\r\nSecret: b").build();
    assertThatThrownBy(() -> client.send(JOBS))
        .isInstanceOf(ConfigurationProblem.class)
        .hasMessageNotContaining("Secret");
  }

  @Test
  void sendsCredentialsEncryptedOrToThisMachineAlone() {
    assertThatThrownBy(
            () ->
                RestClient.of("the queue", "http://queue.example")
                    .credentials(refused -> "Bearer abc")
                    .build())
        .isInstanceOf(ConfigurationProblem.class)
        .hasMessageContaining("refused to send credentials");
    RestClient plain = RestClient.of("the queue", "http://queue.example").build();
    assertThatThrownBy(() -> plain.send(JOBS.secretHeader("secret", "abc")))
        .isInstanceOf(ConfigurationProblem.class);
  }

  @Test
  void printsNoSecretHeaderAndNoValueOfAQuery() {
    server.then(status(400, "you sent s3cr3t"));
    assertThatThrownBy(
            () -> standard().send(JOBS.secretHeader("secret", "s3cr3t").query("sig", "hidden")))
        .hasMessageContaining("/jobs?sig of")
        .hasMessageContaining("you sent ***")
        .hasMessageNotContaining("hidden");
  }

  @Test
  void quotesNoConfidentialAnswer() {
    server.then(json("{\"access_token\": 5}"));
    assertThatThrownBy(() -> standard().send(JOBS.confidential()).json().text("access_token"))
        .hasMessageContaining("where access_token is a number, expected text")
        .hasMessageContaining("(not shown, it may contain a secret)");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"queue:8080", "localhost", "ftp://queue", "http://", "https://me:pw@queue", "{x}"})
  void refusesAddressesThatItCannotUse(String address) {
    assertThatThrownBy(() -> RestClient.of("the queue", address))
        .isInstanceOf(ConfigurationProblem.class)
        .hasMessageContaining("the address of the queue")
        .hasMessageNotContaining("pw");
  }

  @Test
  void reportsAServiceThatDoesNotRun() throws IOException {
    server.close();
    assertThatThrownBy(() -> standard().send(JOBS))
        .isInstanceOf(TransientFailure.class)
        .hasMessageContaining("(in 4 tries)")
        .hasMessageContaining("Check that the service runs");
  }

  @Test
  void endsWhenItIsInterrupted() {
    server.then(server.stall());
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> standard().send(JOBS))
        .isInstanceOf(TransientFailure.class)
        .hasMessageContaining("it was interrupted");
    assertThat(Thread.interrupted()).isTrue();
  }

  private static FaultyServer.Reply compressed(byte[] whole, int sent) {
    return (socket, out) -> {
      out.write(FaultyServer.head(200, sent, "Content-Encoding: gzip"));
      out.write(Arrays.copyOf(whole, sent));
    };
  }

  private static byte[] gzip(String text) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}
