package dev.retrain.backend.local.endpoint;

import dev.retrain.api.document.DocumentReader;
import dev.retrain.api.document.Documents;
import dev.retrain.api.document.Node;
import dev.retrain.api.error.FailureContext;
import dev.retrain.api.error.PermanentFailure;
import dev.retrain.api.error.PermissionDenied;
import dev.retrain.api.error.TransientFailure;
import dev.retrain.api.registry.ApprovedModel;
import dev.retrain.serving.HostedState;
import dev.retrain.spi.deploy.Deployer;
import dev.retrain.spi.deploy.HealthQuery;
import dev.retrain.spi.deploy.Traffic;
import dev.retrain.spi.deploy.TrafficSplit;
import dev.retrain.spi.deploy.VersionHealth;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Sets traffic of an embedded endpoint that runs in another process of this machine, as the same
 * user. Thread-safe.
 */
public final class RemoteEmbeddedDeployer implements Deployer {

  private static final Duration CONNECT = Duration.ofSeconds(2);
  // Longer than an endpoint waits for the last requests of a version it retires.
  private static final Duration DEADLINE = Duration.ofSeconds(30);

  private final Path folder;
  private final HttpClient http = HttpClient.newBuilder().connectTimeout(CONNECT).build();

  private RemoteEmbeddedDeployer(Path folder) {
    this.folder = folder;
  }

  /**
   * Returns the deployer of the endpoint that serves from a folder. The endpoint is looked up at
   * each call, which is a transient failure while there is none.
   *
   * @param folder as given to {@link EmbeddedEndpoint.Builder#folder}
   */
  public static Deployer of(Path folder) {
    return new RemoteEmbeddedDeployer(folder);
  }

  @Override
  public void prepare(ApprovedModel model) {
    post("prepare", StateShapes.MODEL.write(model.version()));
  }

  @Override
  public void route(TrafficSplit split) {
    post("route", StateShapes.TRAFFIC.write(split));
  }

  @Override
  public Optional<Traffic> traffic() {
    return state().traffic().map(Traffic.Settled::new);
  }

  @Override
  public Map<String, VersionHealth> health(HealthQuery query) {
    Map<String, VersionHealth> health = new TreeMap<>();
    state().versions().forEach((version, kept) -> health.put(version, kept.health()));
    return health;
  }

  @Override
  public Optional<String> problem(String version) {
    String body;
    try {
      body = post("problem", Node.of(version));
    } catch (PermanentFailure e) { // an endpoint of an earlier version
      return Optional.empty();
    }
    return Documents.parse(body, "answer") instanceof Node.Mapping mapping
            && mapping.get("problem").orElse(null) instanceof Node.Text why
        ? Optional.of(why.value())
        : Optional.empty();
  }

  @Override
  public void retire(String version) {
    post("retire", Node.of(version));
  }

  private HostedState state() {
    String body = send("GET", "state", BodyPublishers.noBody());
    return DocumentReader.of(
        StateShapes.STATE, Documents.parse(body, "state"), "state of " + folder);
  }

  private String post(String command, Node body) {
    return send("POST", command, BodyPublishers.ofString(Documents.canonicalJson(body)));
  }

  private String send(String method, String command, BodyPublisher body) {
    // Read each time: an endpoint that was started again listens elsewhere.
    URI address =
        StateFolder.address(folder)
            .orElseThrow(() -> new TransientFailure("no endpoint has run in " + folder));
    HttpRequest request =
        HttpRequest.newBuilder(address.resolve(Operations.ADMIN + command))
            .timeout(DEADLINE)
            .header("Authorization", StateFolder.token(folder).authorization())
            .method(method, body)
            .build();
    try {
      return checked(command, http.send(request, BodyHandlers.ofString()));
    } catch (IOException e) {
      throw new TransientFailure(
          "asked the endpoint at " + address + " to " + command + ", which does not answer: " + e,
          FailureContext.hint("start the endpoint of " + folder + ", or look why it hangs"),
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TransientFailure("interrupted while the endpoint was asked to " + command, e);
    }
  }

  private String checked(String command, HttpResponse<String> answer) {
    if (answer.statusCode() == 200) {
      return answer.body();
    }
    if (answer.statusCode() == 401) {
      throw new PermissionDenied(
          "the endpoint at " + answer.uri() + " does not accept the token of " + folder);
    }
    String what =
        "the endpoint at " + answer.uri() + " refused to " + command + ": " + words(answer.body());
    if (answer.statusCode() == 503) {
      throw new TransientFailure(what);
    }
    throw new PermanentFailure(what);
  }

  private static String words(String body) {
    return Documents.parse(body, "answer") instanceof Node.Mapping mapping
            && mapping.get("error").orElse(null) instanceof Node.Text text
        ? text.value()
        : "no reason given";
  }

  @Override
  public void close() {}
}
