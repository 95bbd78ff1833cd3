package dev.retrain.backend.local.endpoint;

import dev.retrain.api.registry.ApprovedModel;
import dev.retrain.api.registry.ModelVersion;
import dev.retrain.spi.deploy.Deployer;
import dev.retrain.spi.deploy.TrafficSplit;
import dev.retrain.spi.deploy.VersionHealth;
import dev.retrain.spi.registry.ModelRegistry;
import dev.retrain.steps.folder.FolderRegistry;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/**
 * An embedded endpoint named {@code demo} with callers of its own, to try rollouts on: version 1 is
 * live, version 2 is as good, version 3 fails one request in ten and is wrong more often.
 *
 * <p>Versions and state lie in {@code .retrain} of the working folder, where the local backend
 * looks without settings. Version 1 is made ready and given all traffic at the first start.
 */
public final class DemoEndpoint implements AutoCloseable {

  static final String NAME = "demo";

  private static final String BAD = "3";
  private static final int VERSIONS = 3;
  private static final int FAILS_ONE_IN = 10;
  private static final int REQUESTS_PER_SECOND = 200;
  private static final long CYCLE = 1_000;
  private static final long RIGHT = 900;
  private static final long BAD_RIGHT = 750;
  private static final long NANOS = 1_000_000_000;

  private final EmbeddedEndpoint endpoint;
  private final Thread callers;

  private DemoEndpoint(Path artifactRoot, int requestsPerSecond) {
    ModelRegistry registry =
        new FolderRegistry(artifactRoot.resolve(".registry"), Clock.systemUTC());
    register(registry, artifactRoot.toUri());
    this.endpoint =
        EmbeddedEndpoint.named(NAME)
            .folder(EmbeddedEndpoint.folderIn(artifactRoot, NAME))
            .models(DemoEndpoint::model)
            .start();
    if (endpoint.deployer().split().isEmpty()) {
      goLive(ApprovedModel.from(registry.version(NAME, "1").orElseThrow()));
    }
    this.callers = new Thread(() -> call(requestsPerSecond), "retrain-demo-callers");
    callers.start();
  }

  /**
   * Starts the endpoint and its callers.
   *
   * @param artifactRoot the local backend's
   * @param requestsPerSecond of its own callers
   */
  public static DemoEndpoint start(Path artifactRoot, int requestsPerSecond) {
    return new DemoEndpoint(artifactRoot, requestsPerSecond);
  }

  /**
   * Serves until it is interrupted.
   *
   * @param args the requests a second; 200 without
   */
  public static void main(String[] args) throws InterruptedException {
    int rate = args.length == 0 ? REQUESTS_PER_SECOND : Integer.parseInt(args[0]);
    DemoEndpoint demo = start(Path.of(".retrain"), rate);
    Runtime.getRuntime().addShutdownHook(new Thread(demo::close));
    System.out.println(
        "the endpoint demo answers "
            + rate
            + " requests a second at "
            + demo.address()
            + " until it is interrupted; in this folder, from another terminal:\n"
            + "  retrain deploy-canary --endpoint demo --model-version 2 --traffic-split 0.05"
            + " --monitor-duration 60s --rollback-threshold 0.02\n"
            + "version 2 is as good as version 1, version 3 is not");
    demo.callers.join();
  }

  private static void register(ModelRegistry registry, URI artifact) {
    for (int run = 1; run <= VERSIONS; run++) {
      if (registry.version(NAME, Integer.toString(run)).isEmpty()) {
        registry.register(
            NAME, "demo-run-" + run, artifact, Map.of(ModelVersion.GATE_TAG, "passed"));
      }
    }
    if (registry.byAlias(NAME, ModelRegistry.CHAMPION).isEmpty()) {
      registry.moveAlias(NAME, ModelRegistry.CHAMPION, Optional.empty(), Optional.of("1"));
    }
  }

  /** Right or wrong by the row's number, so that versions differ by a known amount. */
  private static ServedModel model(ModelVersion version) {
    boolean bad = version.version().equals(BAD);
    return features -> {
      long row = ((Number) features.getOrDefault("row", 0L)).longValue();
      if (bad && row % FAILS_ONE_IN == 0) {
        throw new IllegalStateException("it cannot read row " + row);
      }
      boolean right = row * 7919 % CYCLE < (bad ? BAD_RIGHT : RIGHT);
      return right == label(row) ? 0.9 : 0.1;
    };
  }

  private static boolean label(long row) {
    return row * 31 % 2 == 0;
  }

  private void goLive(ApprovedModel first) {
    String version = first.version().version();
    Deployer deployer = endpoint.deployer();
    deployer.prepare(first);
    while (!deployer.health().getOrDefault(version, VersionHealth.ABSENT).ready()) {
      Thread.onSpinWait(); // it is loaded by a thread of its own, in no time
    }
    deployer.route(TrafficSplit.all(version));
  }

  /** Returns where it listens. */
  public URI address() {
    return endpoint.address();
  }

  /** Returns the deployer of its traffic and health. */
  public Deployer deployer() {
    return endpoint.deployer();
  }

  private void call(int requestsPerSecond) {
    HttpClient http = HttpClient.newHttpClient();
    long start = System.nanoTime();
    for (long row = 0; !Thread.currentThread().isInterrupted(); row++) {
      LockSupport.parkNanos(start + row * NANOS / requestsPerSecond - System.nanoTime());
      try {
        String id = "demo-" + row;
        post(http, "/predict", id, "{\"row\": " + row + "}");
        post(
            http,
            "/outcome",
            id,
            "{\"id\": \"" + id + "\", \"label\": " + (label(row) ? 1 : 0) + "}");
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } catch (IOException e) {
        // counted by the endpoint, where it counts
      }
    }
  }

  private void post(HttpClient http, String path, String id, String body)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(endpoint.address().resolve(path))
            .header(Predictions.ID_HEADER, id)
            .POST(BodyPublishers.ofString(body))
            .build();
    http.send(request, BodyHandlers.discarding());
  }

  /** Ends callers and endpoint. */
  @Override
  public void close() {
    callers.interrupt();
    try {
      callers.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    endpoint.close();
  }
}
