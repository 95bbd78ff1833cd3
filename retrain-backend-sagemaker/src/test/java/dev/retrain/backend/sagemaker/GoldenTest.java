package dev.retrain.backend.sagemaker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retrain.api.pipeline.Pipeline;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
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
    assertThat(files).containsOnlyKeys("sagemaker/pipeline.json");
    for (Map.Entry<String, String> file : files.entrySet()) {
      Path golden = GOLDEN.resolve(name).resolve(file.getKey());
      if (Boolean.getBoolean("golden.update")) {
        Files.createDirectories(golden.getParent());
        Files.writeString(golden, file.getValue());
      }
      assertThat(file.getValue()).isEqualTo(Files.readString(golden));
    }
  }

  @Test
  void dependsOnNeitherLocaleNorOrderOfSteps() {
    Locale before = Locale.getDefault();
    String usual = Samples.translator().translate(Samples.chain().build()).toString();
    try {
      Locale.setDefault(Locale.forLanguageTag("tr-TR-u-nu-thai"));
      String other =
          Samples.translator()
              .translate(
                  Pipeline.named("sample")
                      .step(Samples.evaluate())
                      .step(Samples.train())
                      .step(Samples.prepare())
                      .build())
              .toString();
      assertThat(other).isEqualTo(usual);
    } finally {
      Locale.setDefault(before);
    }
  }
}
