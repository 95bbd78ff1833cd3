package dev.retrain.artifacts.s3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retrain.api.error.TransientFailure;
import dev.retrain.api.registry.ModelVersion;
import dev.retrain.spi.artifact.ArtifactStore;
import dev.retrain.spi.registry.ModelRegistry;
import dev.retrain.steps.folder.StoreRegistry;
import dev.retrain.testkit.fault.Fault;
import dev.retrain.testkit.fault.FaultProxy;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Two writers of one registry, each behind a network that loses requests and answers. */
class S3RegistryFaultTest {

  private static final int RUNS = 8;
  private static final int ATTEMPTS = 50;

  private final List<FaultProxy> proxies = new ArrayList<>();
  private final URI root = S3Service.emptyFolder();

  @AfterEach
  void close() {
    proxies.forEach(FaultProxy::close);
  }

  /** Returns a writer of which every third write loses its answer and some other requests fail. */
  private ModelRegistry writer() {
    FaultProxy proxy = FaultProxy.before(S3Service.endpoint());
    proxies.add(proxy);
    every(proxy, 3, "PUT", Fault.lostAnswer());
    every(proxy, 5, "PUT", Fault.lostRequest());
    every(proxy, 7, "PUT", Fault.throttled(0));
    every(proxy, 4, "GET", Fault.resetMidBody());
    every(proxy, 6, "HEAD", Fault.unavailable());
    ArtifactStore store =
        S3Service.inTurns(S3Service.open(proxy.endpoint(), Duration.ofSeconds(5)));
    return new StoreRegistry(store, root, Clock.systemUTC());
  }

  private static void every(FaultProxy proxy, int nth, String method, Fault fault) {
    AtomicInteger seen = new AtomicInteger();
    proxy.next(
        Integer.MAX_VALUE,
        exchange -> exchange.method().equals(method) && seen.incrementAndGet() % nth == 0,
        fault);
  }

  /** The loop does the same with its next tick. */
  private static <R> R again(Supplier<R> call) {
    TransientFailure last = null;
    for (int i = 0; i < ATTEMPTS; i++) {
      try {
        return call.get();
      } catch (TransientFailure failure) {
        last = failure;
      }
    }
    throw new AssertionError("no attempt succeeded", last);
  }

  private static ModelVersion register(ModelRegistry registry, String run) {
    return again(() -> registry.register("churn", run, URI.create("s3://models/" + run), Map.of()));
  }

  private static boolean move(ModelRegistry registry, String alias, String version) {
    return again(
        () -> {
          Optional<String> now = registry.aliasTarget("churn", alias);
          return now.equals(Optional.of(version))
              || registry.moveAlias("churn", alias, now, Optional.of(version));
        });
  }

  private interface Work {
    void with(ModelRegistry registry, int writer);
  }

  private void byTwoWriters(Work work) throws InterruptedException, ExecutionException {
    ExecutorService pool = Executors.newFixedThreadPool(2);
    try {
      List<Future<?>> both = new ArrayList<>();
      for (int i = 0; i < 2; i++) {
        int writer = i;
        ModelRegistry registry = writer();
        both.add(pool.submit(() -> work.with(registry, writer)));
      }
      for (Future<?> one : both) {
        one.get();
      }
    } finally {
      pool.shutdownNow();
    }
  }

  private ModelRegistry reader() {
    return new StoreRegistry(S3Service.inTurns(), root, Clock.systemUTC());
  }

  @Test
  void issuesNoNumberTwice() throws InterruptedException, ExecutionException {
    byTwoWriters(
        (registry, writer) -> {
          for (int run = 0; run < RUNS; run++) {
            register(registry, "run-" + writer + "-" + run);
          }
        });

    List<ModelVersion> all = reader().versions("churn");
    assertThat(all)
        .extracting(version -> version.tags().get(ModelVersion.RUN_TAG))
        .doesNotHaveDuplicates()
        .hasSize(2 * RUNS);
    assertThat(all).extracting(ModelVersion::version).doesNotHaveDuplicates();
    assertThat(all)
        .allSatisfy(
            version ->
                assertThat(version.artifact())
                    .hasToString("s3://models/" + version.tags().get(ModelVersion.RUN_TAG)));
  }

  @Test
  void registersARunOnceForBothWriters() throws InterruptedException, ExecutionException {
    byTwoWriters((registry, writer) -> register(registry, "the-same"));

    assertThat(reader().versions("churn")).hasSize(1);
  }

  @Test
  void losesNoAlias() throws InterruptedException, ExecutionException {
    register(reader(), "run-1");
    byTwoWriters(
        (registry, writer) -> {
          for (int alias = 0; alias < RUNS; alias++) {
            assertThat(move(registry, "alias-" + writer + "-" + alias, "1")).isTrue();
          }
        });

    assertThat(reader().version("churn", "1").orElseThrow().aliases()).hasSize(2 * RUNS);
  }

  @Test
  void losesNoTag() throws InterruptedException, ExecutionException {
    register(reader(), "run-1");
    byTwoWriters(
        (registry, writer) -> {
          for (int tag = 0; tag < RUNS; tag++) {
            String name = "tag-" + writer + "-" + tag;
            again(
                () -> {
                  registry.tag("churn", "1", Map.of(name, "set"));
                  return true;
                });
          }
        });

    assertThat(reader().version("churn", "1").orElseThrow().tags()).hasSize(2 * RUNS + 1);
  }
}
