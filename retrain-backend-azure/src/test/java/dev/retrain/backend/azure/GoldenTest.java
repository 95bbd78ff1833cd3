package dev.retrain.backend.azure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retrain.api.pipeline.Pipeline;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rewritten only by {@code -Dgolden.update=true}. */
class GoldenTest {

  private static final Path GOLDEN = Path.of("src", "test", "resources", "golden");

  @ParameterizedTest
  @ValueSource(strings = {"minimal", "flight-delays", "everything"})
  void translatesReferencePipelinesByteForByte(String name) throws IOException {
    Map<String, String> files = Samples.translator().translate(Samples.reference(name)).files();
    Path folder = GOLDEN.resolve(name);
    if (Boolean.getBoolean("golden.update")) {
      update(folder, files);
    }
    assertThat(relative(folder)).containsExactlyInAnyOrderElementsOf(files.keySet());
    for (Map.Entry<String, String> file : files.entrySet()) {
      assertThat(file.getValue()).isEqualTo(Files.readString(folder.resolve(file.getKey())));
    }
  }

  private static void update(Path folder, Map<String, String> files) throws IOException {
    Files.createDirectories(folder.resolve("azure"));
    for (String old : relative(folder)) {
      Files.delete(folder.resolve(old));
    }
    for (Map.Entry<String, String> file : files.entrySet()) {
      Files.writeString(folder.resolve(file.getKey()), file.getValue());
    }
  }

  private static List<String> relative(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> folder.relativize(file).toString().replace('\\', '/'))
          .toList();
    }
  }

  @Test
  void dependsOnNeitherLocaleNorOrderOfSteps() {
    Locale before = Locale.getDefault();
    Object usual = Samples.translator().translate(Samples.chain().build());
    try {
      Locale.setDefault(Locale.forLanguageTag("tr-TR-u-nu-thai"));
      Pipeline.Builder backwards =
          Pipeline.named("sample")
              .step(Samples.evaluate())
              .step(Samples.train())
              .step(Samples.prepare());
      assertThat(Samples.translator().translate(backwards.build())).isEqualTo(usual);
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void numbersManyRequestsInAnOrderThatSorts() {
    Pipeline.Builder pipeline = Pipeline.named("p");
    for (int i = 0; i < 120; i++) {
      pipeline.step(Samples.step("s" + i));
    }
    List<String> files =
        List.copyOf(Samples.translator().translate(pipeline.build()).files().keySet());
    assertThat(files).hasSize(122).isSorted();
    assertThat(files.get(0)).isEqualTo("azure/001-environment-acme-image.json");
    assertThat(files.get(121)).isEqualTo("azure/122-job-p.json");
  }
}
