package dev.retrain.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.retrain.spi.backend.NativeDefinition;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GoldensTest {

  @TempDir Path folder;

  @AfterEach
  void noUpdate() {
    System.clearProperty("golden.update");
  }

  @Test
  void acceptsTheSameBytesOnly() throws Exception {
    Files.writeString(folder.resolve("a.json"), "{}\n");
    Goldens goldens = new Goldens(folder);

    assertThatCode(() -> goldens.check("a.json", "{}\n")).doesNotThrowAnyException();
    assertThatThrownBy(() -> goldens.check("a.json", "{}")).isInstanceOf(AssertionError.class);
  }

  @Test
  void refusesAFileThatNoDefinitionWrites() throws Exception {
    NativeDefinition definition = new NativeDefinition(Map.of("x/a.json", "{}"));
    Files.createDirectories(folder.resolve("p/x"));
    Files.writeString(folder.resolve("p/x/a.json"), "{}");
    Files.writeString(folder.resolve("p/x/old.json"), "{}");

    assertThatThrownBy(() -> new Goldens(folder).check("p", definition))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("old.json");
  }

  @Test
  void writesOnlyWhenToldTo() throws Exception {
    NativeDefinition definition = new NativeDefinition(Map.of("x/a.json", "{}"));
    Files.createDirectories(folder.resolve("p"));
    Files.writeString(folder.resolve("p/old.json"), "{}");
    System.setProperty("golden.update", "true");

    new Goldens(folder).check("p", definition);

    assertThat(folder.resolve("p/x/a.json")).hasContent("{}");
    assertThat(folder.resolve("p/old.json")).doesNotExist();
  }
}
