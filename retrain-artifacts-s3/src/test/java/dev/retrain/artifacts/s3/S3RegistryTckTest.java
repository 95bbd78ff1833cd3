package dev.retrain.artifacts.s3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retrain.api.registry.ModelVersion;
import dev.retrain.spi.registry.ModelRegistry;
import dev.retrain.steps.folder.StoreRegistry;
import dev.retrain.testkit.tck.ModelRegistryTck;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class S3RegistryTckTest extends ModelRegistryTck {

  private final Map<Path, URI> folders = new HashMap<>();

  @Override
  protected ModelRegistry open(Path place) {
    URI root = folders.computeIfAbsent(place, path -> S3Service.emptyFolder());
    return new StoreRegistry(S3Service.inTurns(), root, Clock.systemUTC());
  }

  /** Two processes have a client each. */
  @Test
  void issuesNoNumberTwiceToTwoWriters(@TempDir Path place)
      throws InterruptedException, ExecutionException {
    List<ModelRegistry> writers = List.of(open(place), open(place));
    ExecutorService pool = Executors.newFixedThreadPool(4);
    try {
      List<Future<ModelVersion>> all =
          IntStream.range(0, 12)
              .mapToObj(
                  i ->
                      pool.submit(
                          () ->
                              writers
                                  .get(i % 2)
                                  .register(
                                      "churn",
                                      "run-" + i,
                                      URI.create("s3://models/run-" + i),
                                      Map.of())))
              .toList();
      for (Future<ModelVersion> one : all) {
        one.get();
      }
    } finally {
      pool.shutdownNow();
    }

    assertThat(writers.get(0).versions("churn"))
        .extracting(ModelVersion::version)
        .doesNotHaveDuplicates()
        .hasSize(12);
  }

  @Test
  void losesNoAliasOfTwoWriters(@TempDir Path place)
      throws InterruptedException, ExecutionException {
    List<ModelRegistry> writers = List.of(open(place), open(place));
    writers.get(0).register("churn", "run-1", URI.create("s3://models/run-1"), Map.of());
    ExecutorService pool = Executors.newFixedThreadPool(2);
    try {
      List<Future<Boolean>> moved =
          IntStream.range(0, 2)
              .mapToObj(
                  i ->
                      pool.submit(
                          () ->
                              writers
                                  .get(i)
                                  .moveAlias(
                                      "churn", "alias-" + i, Optional.empty(), Optional.of("1"))))
              .toList();
      for (Future<Boolean> one : moved) {
        assertThat(one.get()).isTrue();
      }
    } finally {
      pool.shutdownNow();
    }

    assertThat(writers.get(0).version("churn", "1").orElseThrow().aliases())
        .containsExactlyInAnyOrder("alias-0", "alias-1");
  }
}
