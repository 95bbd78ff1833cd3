package dev.retrain.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retrain.api.registry.ApprovedModel;
import dev.retrain.api.registry.ModelRegistry;
import dev.retrain.api.registry.ModelVersion;
import dev.retrain.api.rollout.TrafficSplit;
import dev.retrain.backend.local.endpoint.EmbeddedEndpoint;
import dev.retrain.steps.folder.FolderRegistry;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A canary by the packaged jar on an endpoint that this process serves under load. */
class DeployCanaryIT {

  private static final String BAD = "3";

  @TempDir Path folder;
  private ModelRegistry registry;
  private EmbeddedEndpoint endpoint;
  private Thread callers;

  @BeforeEach
  void serve() throws Exception {
    Path root = folder.resolve("root");
    Files.writeString(folder.resolve("local.yaml"), "artifactRoot: root\n");
    registry = new FolderRegistry(root.resolve(".registry"), Clock.systemUTC());
    for (int run = 1; run <= 3; run++) {
      registry.register(
          "demo", "run-" + run, root.toUri(), Map.of(ModelVersion.GATE_TAG, "passed"));
    }
    AtomicLong calls = new AtomicLong();
    endpoint =
        EmbeddedEndpoint.named("demo")
            .folder(EmbeddedEndpoint.folderIn(root, "demo"))
            .models(
                version ->
                    features -> {
                      if (version.version().equals(BAD) && calls.incrementAndGet() % 2 == 0) {
                        throw new IllegalStateException("every other request");
                      }
                      return 0.5;
                    })
            .start();
    endpoint.deployer().prepare(ApprovedModel.from(registry.version("demo", "1").orElseThrow()));
    while (!endpoint.deployer().health().get("1").ready()) {
      Thread.onSpinWait();
    }
    endpoint.deployer().route(TrafficSplit.all("1"));
    callers = new Thread(this::call);
    callers.start();
  }

  private void call() {
    HttpClient http = HttpClient.newHttpClient();
    URI predict = endpoint.address().resolve("/predict");
    for (int key = 0; !Thread.currentThread().isInterrupted(); key++) {
      try {
        HttpRequest request =
            HttpRequest.newBuilder(predict)
                .header("X-Retrain-Key", "caller-" + key)
                .POST(BodyPublishers.ofString("{\"x\": 1}"))
                .build();
        http.send(request, BodyHandlers.discarding());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } catch (java.io.IOException e) {
        // counted by the endpoint, where it counts
      }
    }
  }

  @AfterEach
  void stop() throws Exception {
    callers.interrupt();
    callers.join();
    endpoint.close();
  }

  private Packaged.Result canary(String version) throws Exception {
    return Packaged.retrain(
        folder,
        Map.of(),
        "deploy-canary",
        "--endpoint",
        "demo",
        "--model-version",
        version,
        "--traffic-split",
        "0.3",
        "--monitor-duration",
        "2s",
        "--rollback-threshold",
        "0.02",
        "--output-format",
        "json");
  }

  @Test
  void promotesAVersionThatIsNotWorseAndSendsABadOneBack() throws Exception {
    Packaged.Result good = canary("2");
    assertThat(good.exitCode()).as(good.err()).isZero();
    assertThat(good.out()).contains("\"verdict\" : \"promoted\"", "\"champion\" : \"1\"");
    assertThat(good.err()).contains("version 2 gets 30 % of the traffic", "requests");
    assertThat(live()).contains("2");

    Packaged.Result bad = canary("demo@" + BAD);
    assertThat(bad.exitCode()).as(bad.err()).isEqualTo(ExitCode.NO);
    assertThat(bad.out()).contains("\"verdict\" : \"rolled_back\"", "error rate");
    assertThat(live()).contains("2");
    assertThat(endpoint.deployer().traffic()).contains(TrafficSplit.all("2"));
    assertThat(endpoint.deployer().health()).doesNotContainKey(BAD);
    watched();
  }

  private Optional<String> live() {
    return registry.byAlias("demo", ModelRegistry.CHAMPION).map(ModelVersion::version);
  }

  private void watched() throws Exception {
    Packaged.Result watched =
        Packaged.retrain(folder, Map.of(), "monitor", "--endpoint", "demo", "--looks", "1");
    assertThat(watched.exitCode()).as(watched.err()).isZero();
    assertThat(watched.out()).contains("demo 2: 100 %", "version 1: ");
  }
}
