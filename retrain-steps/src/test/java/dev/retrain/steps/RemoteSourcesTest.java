package dev.retrain.steps;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retrain.artifacts.ArtifactCache;
import dev.retrain.artifacts.ArtifactFiles;
import dev.retrain.spi.artifact.ArtifactContent;
import dev.retrain.spi.artifact.ArtifactStores;
import dev.retrain.steps.folder.StoreRegistry;
import dev.retrain.testkit.InMemoryArtifactStore;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The standard components open files at addresses. */
class RemoteSourcesTest {

  @TempDir Path root;

  private final ArtifactFiles before = ArtifactFiles.getDefault();
  private final InMemoryArtifactStore store = new InMemoryArtifactStore();
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

  @BeforeEach
  void useTheStore() {
    ArtifactFiles.setDefault(
        new ArtifactFiles(
            ArtifactStores.of(store),
            new ArtifactCache(root.resolve("cache"), 100_000, Clock.systemUTC())));
  }

  @AfterEach
  void useWhatWasThere() {
    ArtifactFiles.setDefault(before);
  }

  private int run(String component, String... arguments) {
    return StandardComponents.run(
        component,
        List.of(arguments),
        root,
        new PrintStream(printed, true, StandardCharsets.UTF_8));
  }

  private String output() {
    return printed.toString(StandardCharsets.UTF_8);
  }

  private void written(String address, String text) {
    store.write(URI.create(address), ArtifactContent.of(text));
  }

  @Test
  void ingestsAFolder() {
    written("memory://bucket/2026-W48/a.csv", "x\n1\n");
    written("memory://bucket/2026-W48/b.csv", "x\n2\n");
    Path target = root.resolve("raw");

    int code =
        run(
            "ingest",
            "--source",
            "memory://bucket/{week}",
            "--writes",
            "raw:dataset",
            "--takes",
            "week",
            "--raw",
            target.toString(),
            "--week",
            "2026-W48");

    assertThat(output()).contains("copied");
    assertThat(code).isZero();
    assertThat(target.resolve("b.csv")).hasContent("x\n2\n");
  }

  @Test
  void namesTheModuleOfAnAddressThatNothingOpens() {
    int code =
        run(
            "ingest",
            "--source",
            "s3://bucket/a.csv",
            "--writes",
            "raw:dataset",
            "--raw",
            root.resolve("raw").toString());

    assertThat(code).isEqualTo(1);
    assertThat(output()).contains("retrain-artifacts-s3");
  }

  @Test
  void registersInAFolderOfAStore() throws IOException {
    Path model = Files.createDirectories(root.resolve("model"));
    Files.writeString(model.resolve("weights"), "1");
    String[] arguments = {
      "--model-name", "churn",
      "--run-key", "run-1",
      "--registry", "memory://bucket/registry",
      "--model-uri", "memory://bucket/runs/1/model",
      "--reads", "model:model",
      "--model", model.toString()
    };

    assertThat(run("register", arguments)).as(output()).isZero();
    assertThat(run("register", arguments)).as(output()).isZero();

    StoreRegistry registry =
        new StoreRegistry(store, URI.create("memory://bucket/registry"), Clock.systemUTC());
    assertThat(registry.versions("churn")).hasSize(1);
  }
}
