package dev.retrain.benchmarks.endpoint;

import static java.util.Objects.requireNonNull;

import dev.retrain.api.metric.Percent;
import dev.retrain.api.registry.ApprovedModel;
import dev.retrain.api.registry.ModelVersion;
import dev.retrain.backend.local.endpoint.EmbeddedEndpoint;
import dev.retrain.backend.local.endpoint.HostileServer;
import dev.retrain.backend.local.endpoint.ServedModel;
import dev.retrain.backend.local.endpoint.ServingCommand;
import dev.retrain.serving.KeyRouting;
import dev.retrain.spi.deploy.Deployer;
import dev.retrain.spi.deploy.TrafficSplit;
import dev.retrain.spi.deploy.VersionHealth;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/**
 * Measures what a challenger with half of the traffic that hangs, floods or ends does to the
 * champion's latency, each kind in turn with a well-behaved challenger before and after it.
 *
 * <p>Arguments: seconds a round (5), requests a second of the champion (200), of the challenger
 * (100).
 */
public final class HostileModels {

  private static final int KEYS = 2_000;
  private static final int CALLERS = 8;
  private static final List<String> KINDS =
      List.of(
          "hang",
          "stall-after-headers",
          "endless-body",
          "endless-headers",
          "drip",
          "flood",
          "exit",
          "garbage",
          "error",
          "hangs-in-process");

  private final EmbeddedEndpoint endpoint;
  private final Deployer deployer;
  private final Duration round;
  private final int championRate;
  private final int challengerRate;

  private HostileModels(EmbeddedEndpoint endpoint, List<Integer> numbers) {
    this.endpoint = endpoint;
    this.deployer = endpoint.deployer();
    this.round = Duration.ofSeconds(numbers.get(0));
    this.championRate = numbers.get(1);
    this.challengerRate = numbers.get(2);
  }

  /** Runs all measurements and prints them. */
  public static void main(String[] arguments) throws Exception {
    List<Integer> numbers = new ArrayList<>(List.of(5, 200, 100));
    for (int i = 0; i < arguments.length; i++) {
      numbers.set(i, Integer.parseInt(arguments[i]));
    }
    try (EmbeddedEndpoint endpoint =
        EmbeddedEndpoint.named("hostile").models(HostileModels::model).start()) {
      HostileModels measured = new HostileModels(endpoint, numbers);
      measured.prepare("champion");
      measured.prepare("good");
      measured.against("good"); // warm-up
      for (String kind : KINDS) {
        double before = measured.against("good");
        double with = measured.against(kind);
        double after = measured.against("good");
        VersionHealth seen = requireNonNull(endpoint.deployer().health().get(kind));
        System.out.printf(
            Locale.ROOT,
            "%-20s champion p99 %.2f ms, %.2f before and %.2f after: times %.2f;"
                + " %d of its %d requests counted as errors%n",
            kind,
            with,
            before,
            after,
            with / Math.max(before, after),
            seen.errors(),
            seen.requests());
        endpoint.deployer().retire(kind);
      }
    }
  }

  private static ServedModel model(ModelVersion version) throws Exception {
    return switch (version.version()) {
      case "champion", "good" -> features -> 0.5;
      case "error" ->
          features -> {
            throw new StackOverflowError("a model's own");
          };
      case "hangs-in-process" ->
          features -> {
            new CountDownLatch(1).await();
            return 0.5;
          };
      default ->
          ServingCommand.of(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-XX:+UseSerialGC",
                  "-XX:TieredStopAtLevel=1",
                  "-Xmx64m",
                  "-cp",
                  System.getProperty("java.class.path"),
                  HostileServer.class.getName())
              .loader()
              .load(version);
    };
  }

  private void prepare(String version) {
    if (deployer.health().containsKey(version)) {
      return;
    }
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
      LockSupport.parkNanos(1_000_000);
    }
  }

  /** Returns the champion's 99th percentile in milliseconds beside a challenger. */
  private double against(String challenger) throws InterruptedException {
    prepare(challenger);
    TrafficSplit split = TrafficSplit.of(challenger, Percent.percent(50), "champion");
    KeyRouting routing = KeyRouting.of(split);
    List<Integer> own = new ArrayList<>();
    List<Integer> others = new ArrayList<>();
    for (int key = 0; key < KEYS; key++) {
      (routing.version("user-" + key).equals("champion") ? own : others).add(key);
    }
    deployer.route(split);
    AtomicBoolean over = new AtomicBoolean();
    List<Thread> noise = callers(others, challengerRate, over);
    long[] nanos = measured(own);
    over.set(true);
    deployer.route(TrafficSplit.all("champion"));
    for (Thread thread : noise) {
      thread.join(Duration.ofSeconds(15).toMillis());
    }
    Arrays.sort(nanos);
    return nanos[(int) (nanos.length * 0.99)] / 1e6;
  }

  private List<Thread> callers(List<Integer> keys, int perSecond, AtomicBoolean over) {
    List<Thread> all = new ArrayList<>();
    for (int i = 0; i < CALLERS; i++) {
      int number = i;
      Thread thread = new Thread(() -> call(keys, number, perSecond, over), "noise");
      thread.setDaemon(true);
      thread.start();
      all.add(thread);
    }
    return all;
  }

  private void call(List<Integer> keys, int number, int perSecond, AtomicBoolean over) {
    try (Connection connection = new Connection(endpoint.address())) {
      for (int i = number; !over.get(); i += CALLERS) {
        var unused = connection.predict(keys.get(i % keys.size()));
        LockSupport.parkNanos(1_000_000_000L * CALLERS / perSecond);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private long[] measured(List<Integer> keys) {
    long pause = 1_000_000_000L / championRate;
    int count = Math.toIntExact(round.toNanos() / pause);
    long[] nanos = new long[count];
    long start = System.nanoTime();
    try (Connection connection = new Connection(endpoint.address())) {
      for (int i = 0; i < count; i++) {
        long due = start + i * pause;
        while (due > System.nanoTime()) {
          LockSupport.parkNanos(due - System.nanoTime());
        }
        long from = System.nanoTime();
        if (connection.predict(keys.get(i % keys.size())) != 200) {
          throw new IllegalStateException("the champion did not answer");
        }
        nanos[i] = System.nanoTime() - from;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return nanos;
  }
}
