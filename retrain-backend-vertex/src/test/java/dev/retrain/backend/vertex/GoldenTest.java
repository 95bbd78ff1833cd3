package dev.retrain.backend.vertex;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retrain.api.backend.Backends;
import dev.retrain.api.backend.Settings;
import dev.retrain.api.backend.Translator;
import dev.retrain.api.pipeline.Pipeline;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Compares the definitions of the reference pipelines byte by byte; -Dretrain.golden=rewrite writes
 * them.
 */
class GoldenTest {

  private static final Path GOLDEN = Path.of("src/test/resources/golden");

  @ParameterizedTest
  @ValueSource(strings = {"minimal", "flight-delays", "everything"})
  void theDefinitionIsTheGoldenOne(String name) throws IOException {
    String made = definition(name);
    Path golden = GOLDEN.resolve(name + ".json");
    if ("rewrite".equals(System.getProperty("retrain.golden"))) {
      Files.writeString(golden, made);
    }

    assertThat(made).isEqualTo(Files.readString(golden));
  }

  @ParameterizedTest
  @ValueSource(strings = {"tr", "ar", "th-TH-u-nu-thai"})
  void theDefinitionDoesNotDependOnTheLocale(String tag) throws IOException {
    Locale before = Locale.getDefault();
    Locale.setDefault(Locale.forLanguageTag(tag));
    try {
      assertThat(definition("everything"))
          .isEqualTo(Files.readString(GOLDEN.resolve("everything.json")));
    } finally {
      Locale.setDefault(before);
    }
  }

  static String definition(String name) {
    Translator translator =
        Backends.translator("vertex", GoldenTest.class.getClassLoader())
            .translator(Settings.read(GOLDEN.resolve("settings.yaml")));
    Pipeline pipeline = Pipeline.read(Path.of("../examples/pipelines/" + name + ".yaml"));
    assertThat(translator.preflight(pipeline).problems()).noneMatch(problem -> problem.isError());
    return translator.translate(pipeline).files().get("vertex/pipeline_job.json");
  }
}
