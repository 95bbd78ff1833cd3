package dev.retrain.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.retrain.api.document.Documents;
import dev.retrain.api.error.ConfigurationProblem;
import dev.retrain.api.error.InvalidDefinitionException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OverlayTest {

  @TempDir Path folder;

  @BeforeEach
  void writeABase() throws IOException {
    write(
        "base.yaml",
        """
        store: shared
        backend: {name: local, settings: local.yaml}
        retrainings: [a.yaml, b.yaml]
        batches: {flights: f, churn: c}
        """);
    write("local.yaml", "artifactRoot: runs");
  }

  private Path write(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }

  @Test
  void mergesMappingsAndReplacesLists() throws IOException {
    Path file =
        write(
            "retrain.yaml",
            """
            extends: base.yaml
            retrainings: [c.yaml]
            batches: {churn: d, late: l}
            """);
    OperatingConfig config = OperatingConfig.read(file);
    assertThat(config.store()).isEqualTo(folder.resolve("shared").toString());
    assertThat(config.backend().name()).isEqualTo("local");
    assertThat(config.retrainings()).containsExactly(folder.resolve("c.yaml"));
    assertThat(config.batches())
        .isEqualTo(
            Map.of(
                "flights", folder.resolve("f"),
                "churn", folder.resolve("d"),
                "late", folder.resolve("l")));
  }

  @Test
  void leavesOutWhatIsNull() throws IOException {
    Path file = write("retrain.yaml", "extends: base.yaml\nbatches: null\n");
    assertThat(OperatingConfig.read(file).batches()).isEmpty();
  }

  @Test
  void followsBasesOfBasesFromTheFolderOfEach() throws IOException {
    write("env/shared/middle.yaml", "extends: ../../base.yaml\nstore: middle\n");
    write("env/local.yaml", "artifactRoot: runs");
    Path file = write("env/retrain.yaml", "extends: shared/middle.yaml\nregistry: models\n");
    OperatingConfig config = OperatingConfig.read(file.toAbsolutePath());
    assertThat(config.store()).isEqualTo(folder.resolve("env/middle").toString());
    assertThat(config.registry()).contains(folder.resolve("env/models").toString());
  }

  @Test
  void readsAFileWithoutABaseAsItIs() {
    Path file = folder.resolve("base.yaml");
    assertThat(Overlay.read(file).node()).isEqualTo(Documents.read(file));
  }

  @Test
  void namesBothFilesWhenTheBaseIsMissing() throws IOException {
    Path file = write("retrain.yaml", "store: x\nextends: bsae.yaml\n");
    assertThatThrownBy(() -> Overlay.read(file))
        .isInstanceOf(ConfigurationProblem.class)
        .hasMessageContaining(file + ":2:10 extends " + folder.resolve("bsae.yaml"))
        .hasMessageContaining("which does not exist");
  }

  @Test
  void namesTheFilesOfACycle() throws IOException {
    Path first = write("first.yaml", "extends: second.yaml\n");
    Path second = write("second.yaml", "extends: ./first.yaml\n");
    assertThatThrownBy(() -> Overlay.read(first))
        .isInstanceOf(InvalidDefinitionException.class)
        .hasMessageContaining(
            "the file extends itself: %s extends %s extends %s"
                .formatted(first.toRealPath(), second.toRealPath(), first.toRealPath()))
        .hasMessageContaining("second.yaml:1:10");
  }

  @Test
  void refusesABaseThatIsNoName() throws IOException {
    Path file = write("retrain.yaml", "extends: [base.yaml]\n");
    assertThatThrownBy(() -> Overlay.read(file))
        .hasMessageContaining("expected the name of a file, found a list");
  }

  @Test
  void keepsThePositionsOfEachFile() throws IOException {
    write("base.yaml", "store: shared\nbackend: {name: local}\nretrainigs: []\n");
    Path file = write("retrain.yaml", "extends: base.yaml\nretrainings: []\nflgs: {}\n");
    assertThatThrownBy(() -> OperatingConfig.read(file))
        .hasMessageContaining(folder.resolve("base.yaml") + ":3:1")
        .hasMessageContaining(file + ":3:1");
  }
}
