package dev.retrain.examples.flights.demo;

import dev.retrain.api.document.Documents;
import dev.retrain.api.document.Node;
import dev.retrain.examples.flights.Flight;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * The airline's web site: requests predictions from the endpoint over HTTP and later reports
 * outcomes. Keys and ids follow from the flights, so that a repeated hour sends the same requests.
 */
final class Traffic {

  /** A live answer with what really happened. */
  record Scored(String version, double score, boolean late) {}

  private static final Duration DEADLINE = Duration.ofSeconds(20);
  private static final int AT_ONCE = 64;

  /** Live requests carry an offset, which the recorded departures do not. */
  private static final String OFFSET = ":00-05:00";

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(DEADLINE).build();
  private final URI endpoint;

  Traffic(URI endpoint) {
    this.endpoint = endpoint;
  }

  /**
   * Requests predictions of flights and reports their outcomes.
   *
   * @param occasion makes ids unique, such as the week and the tick
   * @return the answers that came; a failed request has none
   */
  List<Scored> replay(String occasion, List<Flight> flights) {
    List<Scored> answers = new ArrayList<>();
    for (int from = 0; from < flights.size(); from += AT_ONCE) {
      List<Flight> some = flights.subList(from, Math.min(flights.size(), from + AT_ONCE));
      List<CompletableFuture<Optional<Scored>>> requests =
          some.stream().map(flight -> predict(occasion, flight)).toList();
      requests.forEach(future -> future.join().ifPresent(answers::add));
    }
    return answers;
  }

  private CompletableFuture<Optional<Scored>> predict(String occasion, Flight flight) {
    String id = occasion + "-" + flight.id();
    HttpRequest request =
        post("/predict", features(flight))
            .header("X-Retrain-Key", id)
            .header("X-Retrain-Id", id)
            .build();
    return client
        .sendAsync(request, HttpResponse.BodyHandlers.ofString())
        .thenCompose(answer -> report(answer, id, flight));
  }

  private CompletableFuture<Optional<Scored>> report(
      HttpResponse<String> answer, String id, Flight flight) {
    if (answer.statusCode() != 200) {
      return CompletableFuture.completedFuture(Optional.empty());
    }
    Node.Mapping body = (Node.Mapping) Documents.parse(answer.body(), "answer");
    Scored scored =
        new Scored(
            ((Node.Text) body.get("version").orElseThrow()).value(),
            ((Node.Num) body.get("score").orElseThrow()).value().doubleValue(),
            flight.late());
    Map<String, Node> outcome = new LinkedHashMap<>();
    outcome.put("id", Node.of(id));
    outcome.put("label", Node.of(flight.late() ? 1L : 0L));
    return client
        .sendAsync(
            post("/outcome", Documents.canonicalJson(Node.of(outcome))).build(),
            HttpResponse.BodyHandlers.ofString())
        .thenApply(
            response -> {
              if (response.statusCode() >= 300) {
                throw new UncheckedIOException(
                    new IOException("POST /outcome of " + id + " gave " + response.statusCode()));
              }
              return Optional.of(scored);
            });
  }

  private HttpRequest.Builder post(String path, String body) {
    return HttpRequest.newBuilder(endpoint.resolve(path))
        .timeout(DEADLINE)
        .header("Content-Type", "application/json")
        .POST(HttpRequest.BodyPublishers.ofString(body));
  }

  private static String features(Flight flight) {
    Map<String, Node> features = new LinkedHashMap<>();
    features.put("departure", Node.of(flight.departure() + OFFSET));
    features.put("origin", Node.of(flight.origin()));
    features.put("destination", Node.of(flight.destination()));
    features.put("distance", Node.of((long) flight.distance()));
    return Documents.canonicalJson(Node.of(features));
  }
}
