package dev.retrain.backend.local.endpoint;

import static dev.retrain.api.metric.Percent.percent;
import static dev.retrain.backend.local.endpoint.Versions.approved;
import static dev.retrain.backend.local.endpoint.Versions.ready;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.retrain.api.error.ConfigurationProblem;
import dev.retrain.api.error.PermanentFailure;
import dev.retrain.api.error.TransientFailure;
import dev.retrain.api.registry.ApprovedModel;
import dev.retrain.api.registry.ModelVersion;
import dev.retrain.spi.deploy.Deployer;
import dev.retrain.spi.deploy.TrafficSplit;
import dev.retrain.spi.deploy.VersionHealth;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What holds for the deployer in this process and for the one of another process. */
@Timeout(120)
abstract class DeployerContract {

  @TempDir Path folder;
  private EmbeddedEndpoint endpoint;
  private Deployer deployer;

  abstract Deployer deployerOf(EmbeddedEndpoint started, Path itsFolder);

  private EmbeddedEndpoint start() {
    return EmbeddedEndpoint.named("test")
        .folder(folder)
        .models(
            version -> {
              if (version.version().equals("broken")) {
                throw new IllegalStateException("no such file");
              }
              return features -> 0.25;
            })
        .start();
  }

  @BeforeEach
  void begin() {
    endpoint = start();
    deployer = deployerOf(endpoint, folder);
  }

  @AfterEach
  void end() {
    deployer.close();
    endpoint.close();
  }

  @Test
  void hasNoTrafficBeforeTheFirstRoute() {
    assertThat(deployer.split()).isEmpty();
    assertThat(deployer.health()).isEmpty();
  }

  @Test
  void preparesWithoutTraffic() {
    ready(deployer, "1");
    assertThat(deployer.split()).isEmpty();
    assertThat(deployer.health().get("1").requests()).isZero();
  }

  @Test
  void preparesAgainWithoutLosingCounts() {
    ready(deployer, "1");
    deployer.route(TrafficSplit.all("1"));
    new Client(endpoint).predict("k", "{}");
    deployer.prepare(approved("1"));
    assertThat(deployer.health().get("1").requests()).isEqualTo(1);
  }

  @Test
  void setsAllTrafficAtOnce() {
    ready(deployer, "1", "2");
    TrafficSplit split = TrafficSplit.of("2", percent(5), "1").mirroredTo("2", percent(10));
    deployer.route(split);
    assertThat(deployer.split()).contains(split);
  }

  @Test
  void refusesAVersionThatIsNotReadyAndChangesNothing() {
    ready(deployer, "1");
    deployer.route(TrafficSplit.all("1"));
    deployer.prepare(approved("broken"));
    assertThatThrownBy(() -> deployer.route(TrafficSplit.of("broken", percent(5), "1")))
        .isInstanceOf(PermanentFailure.class)
        .hasMessageContaining("broken");
    assertThatThrownBy(() -> deployer.route(TrafficSplit.all("1").mirroredTo("x", percent(5))))
        .isInstanceOf(PermanentFailure.class)
        .hasMessageContaining("never prepared");
    assertThat(deployer.split()).contains(TrafficSplit.all("1"));
  }

  @Test
  void routesPastAnUnreadyVersionWithoutAShare() {
    ready(deployer, "1");
    TrafficSplit split = TrafficSplit.of("gone", percent(0), "1");
    deployer.route(split);
    assertThat(new Client(endpoint).predict("k", "{}").text("version")).isEqualTo("1");
  }

  @Test
  void refusesToRetireAVersionWithTraffic() {
    ready(deployer, "1", "2");
    deployer.route(TrafficSplit.all("1").mirroredTo("2", percent(1)));
    assertThatThrownBy(() -> deployer.retire("1")).isInstanceOf(PermanentFailure.class);
    assertThatThrownBy(() -> deployer.retire("2")).isInstanceOf(PermanentFailure.class);
    assertThat(deployer.health()).containsOnlyKeys("1", "2");
    assertThat(deployer.health().values()).allMatch(VersionHealth::ready);
  }

  @Test
  void retiresTwiceAsOnce() {
    ready(deployer, "1", "2");
    deployer.route(TrafficSplit.all("1"));
    deployer.retire("2");
    deployer.retire("2");
    deployer.retire("never-there");
    assertThat(deployer.health()).containsOnlyKeys("1");
  }

  @Test
  void aRetiredVersionCanComeBackWithFreshCounts() {
    ready(deployer, "1", "2");
    deployer.route(TrafficSplit.all("2"));
    new Client(endpoint).predict("k", "{}");
    deployer.route(TrafficSplit.all("1"));
    deployer.retire("2");
    ready(deployer, "2");
    assertThat(deployer.health().get("2").requests()).isZero();
  }

  @Test
  void refusesAnotherModelUnderTheSameVersion() {
    ready(deployer, "1");
    ModelVersion known = Versions.version("1");
    ApprovedModel other =
        ApprovedModel.from(
            new ModelVersion(
                "flights", "1", Instant.EPOCH, URI.create("file:///x"), known.tags(), Set.of()));
    assertThatThrownBy(() -> deployer.prepare(other))
        .isInstanceOf(PermanentFailure.class)
        .hasMessageContaining("file:///models/1");
  }

  @Test
  void comesBackAfterARestartAsItWas() {
    ready(deployer, "1", "2");
    TrafficSplit split = TrafficSplit.of("2", percent(25), "1");
    deployer.route(split);
    Client before = new Client(endpoint);
    for (int i = 0; i < 20; i++) {
      before.predictAs("r" + i, "{}");
      before.outcome("r" + i, 1);
    }
    Map<String, VersionHealth> counted = deployer.health();
    end();
    begin();
    assertThat(deployer.split()).contains(split);
    assertThat(deployer.health()).usingRecursiveComparison().isEqualTo(counted);
    assertThat(new Client(endpoint).predict("k", "{}").status()).isEqualTo(200);
  }

  @Test
  void refusesASecondProcessOnTheSameFolder() {
    assertThatThrownBy(this::start)
        .isInstanceOf(TransientFailure.class)
        .hasMessageContaining("another process");
  }

  @Test
  void saysWhyAVersionNeverBecameReady() {
    deployer.prepare(approved("broken"));
    Client client = new Client(endpoint);
    while (!client.get("/metrics").body().contains("no such file")) {
      Thread.onSpinWait();
    }
    assertThat(deployer.health().get("broken").ready()).isFalse();
  }

  @Test
  void refusesAnApprovalThatWasTakenFromNoGate() {
    Client client = new Client(endpoint);
    String body =
        "{\"model\":\"m\",\"version\":\"3\",\"createdAt\":\"2001-01-01T00:00:00Z\",\"artifact\":\"file:///x\"}";
    Map<String, String> token = Map.of("Authorization", StateFolder.token(folder).authorization());
    var reply = client.send("POST", "/admin/prepare", body, token);
    assertThat(reply.status()).isEqualTo(409);
    assertThat(reply.body()).contains("no passed gate");
    assertThatThrownBy(
            () ->
                ApprovedModel.from(
                    new ModelVersion(
                        "m", "3", Instant.EPOCH, URI.create("x:y"), Map.of(), Set.of())))
        .isInstanceOf(ConfigurationProblem.class);
  }

  @Test
  void asksForTheTokenAndTakesNoOther() {
    Client client = new Client(endpoint);
    assertThat(client.get("/admin/state").status()).isEqualTo(401);
    assertThat(client.send("GET", "/admin/state", "", Map.of("Authorization", "Bearer x")).status())
        .isEqualTo(401);
  }
}
