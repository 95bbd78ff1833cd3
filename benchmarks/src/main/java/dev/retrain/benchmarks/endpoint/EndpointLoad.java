package dev.retrain.benchmarks.endpoint;

import dev.retrain.api.metric.Percent;
import dev.retrain.api.registry.ApprovedModel;
import dev.retrain.api.registry.ModelVersion;
import dev.retrain.backend.local.endpoint.EmbeddedEndpoint;
import dev.retrain.spi.deploy.Deployer;
import dev.retrain.spi.deploy.TrafficSplit;
import dev.retrain.spi.deploy.VersionHealth;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * Measures the embedded endpoint with a trivial model: what it takes, whether it counts exactly
 * while traffic moves, and what a shadow costs the live path.
 *
 * <p>Arguments: seconds a round (4), connections (16), seconds of each shadow measurement (60), one
 * as fast as can and one at 10,000 requests a second, and 1 for an endpoint whose reading thread
 * answers (0).
 */
public final class EndpointLoad {

  private static final int ROUNDS = 5;
  private static final int CHANGES = 100;
  private static final int RATE = 10_000;

  private final Duration round;
  private final int shadowSeconds;
  private final Deployer deployer;
  private final LoadGenerator load;

  private EndpointLoad(EmbeddedEndpoint endpoint, List<Integer> numbers) {
    this.round = Duration.ofSeconds(numbers.get(0));
    this.load = new LoadGenerator(endpoint.address(), numbers.get(1));
    this.shadowSeconds = numbers.get(2);
    this.deployer = endpoint.deployer();
  }

  /** Runs all measurements and prints them. */
  public static void main(String[] arguments) {
    List<Integer> numbers = new ArrayList<>(List.of(4, 16, 60, 0));
    for (int i = 0; i < arguments.length; i++) {
      numbers.set(i, Integer.parseInt(arguments[i]));
    }
    EmbeddedEndpoint.Builder settings =
        EmbeddedEndpoint.named("load").models(version -> features -> 0.5);
    try (EmbeddedEndpoint endpoint =
        (numbers.get(3) == 1 ? settings.quickModels() : settings).start()) {
      EndpointLoad measured = new EndpointLoad(endpoint, numbers);
      measured.prepare();
      measured.throughput();
      measured.routeChanges();
      measured.shadow(0);
      measured.shadow(RATE);
    }
  }

  private void prepare() {
    for (String version : List.of("1", "2")) {
      deployer.prepare(
          ApprovedModel.from(
              new ModelVersion(
                  "trivial",
                  version,
                  Instant.EPOCH,
                  URI.create("file:///" + version),
                  Map.of(ModelVersion.RUN_TAG, "load", ModelVersion.GATE_TAG, "passed"),
                  Set.of())));
      while (!deployer.health().getOrDefault(version, VersionHealth.ABSENT).ready()) {
        Thread.onSpinWait();
      }
    }
    deployer.route(TrafficSplit.of("2", Percent.percent(5), "1"));
    print("warm-up        " + load.closedLoop(round).describe());
  }

  private void throughput() {
    for (int i = 0; i < ROUNDS; i++) {
      print("as fast as can " + load.closedLoop(round).describe());
      print("10,000 a second " + load.openLoop(round, RATE, (due, took) -> {}).describe());
    }
  }

  private void routeChanges() {
    long before = counted();
    CompletableFuture<Round> under =
        CompletableFuture.supplyAsync(() -> load.closedLoop(round.multipliedBy(2)));
    int changes = 0;
    while (!under.isDone()) {
      if (changes < CHANGES) {
        changes++;
        deployer.route(TrafficSplit.of("2", Percent.percent(changes % 10 * 10), "1"));
      }
      pause(round.toMillis() / CHANGES);
    }
    Round result = under.join();
    long counted = counted() - before;
    print("route changes  " + result.describe());
    print(
        String.format(
            Locale.ROOT,
            "%d route changes: %d answers, %d counted, difference %d",
            changes,
            result.answers(),
            counted,
            result.answers() - counted));
  }

  private long counted() {
    return deployer.health().values().stream().mapToLong(VersionHealth::requests).sum();
  }

  private void shadow(int perSecond) {
    ShadowSlices slices = new ShadowSlices();
    TrafficSplit live = TrafficSplit.all("1");
    deployer.route(live);
    long copiedBefore = deployer.health().getOrDefault("2", VersionHealth.ABSENT).requests();
    CompletableFuture<Round> under =
        CompletableFuture.supplyAsync(
            () -> load.openLoop(Duration.ofSeconds(shadowSeconds), perSecond, slices));
    long start = System.nanoTime();
    for (int slice = 0; !under.isDone(); slice++) {
      deployer.route(ShadowSlices.isMirrored(slice) ? live.mirroredTo("2", Percent.ALL) : live);
      long next = start + ShadowSlices.SLICE.toNanos() * (slice + 1);
      pause(Math.max(0, next - System.nanoTime()) / 1_000_000);
      slices.end(slice);
    }
    String rate = perSecond == 0 ? "as fast as can" : perSecond + " a second";
    print("shadow slices  " + under.join().describe());
    print("shadow of all requests, " + rate + ": " + slices.describe());
    pause(100);
    print(
        slices.copies(
            deployer.health().getOrDefault("2", VersionHealth.ABSENT).requests() - copiedBefore));
  }

  private static void pause(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void print(String line) {
    System.out.println(line);
  }
}
