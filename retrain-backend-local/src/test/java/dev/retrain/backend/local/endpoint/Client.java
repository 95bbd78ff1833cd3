package dev.retrain.backend.local.endpoint;

import dev.retrain.api.document.Documents;
import dev.retrain.api.document.Node;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;

/** An HTTP client of an endpoint under test. */
final class Client {

  /** What an endpoint answered. */
  record Reply(int status, String body, Map<String, Node> entries) {
    String text(String key) {
      return ((Node.Text) entries.get(key)).value();
    }

    double number(String key) {
      return ((Node.Num) entries.get(key)).value().doubleValue();
    }
  }

  private final HttpClient http = HttpClient.newHttpClient();
  private final URI address;

  Client(EmbeddedEndpoint endpoint) {
    this.address = endpoint.address();
  }

  Reply predict(String key, String features) {
    return send("POST", "/predict", features, Map.of("X-Retrain-Key", key));
  }

  Reply predictAs(String id, String features) {
    return send("POST", "/predict", features, Map.of("X-Retrain-Id", id));
  }

  Reply outcome(String id, double label) {
    return send("POST", "/outcome", "{\"id\":\"" + id + "\",\"label\":" + label + "}", Map.of());
  }

  Reply get(String path) {
    return send("GET", path, "", Map.of());
  }

  Reply send(String method, String path, String body, Map<String, String> headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(address.resolve(path))
            .timeout(Duration.ofSeconds(20))
            .method(method, BodyPublishers.ofString(body));
    headers.forEach(request::header);
    try {
      HttpResponse<String> response = http.send(request.build(), BodyHandlers.ofString());
      Node node = Documents.parse(response.body(), path);
      return new Reply(response.statusCode(), response.body(), ((Node.Mapping) node).entries());
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
