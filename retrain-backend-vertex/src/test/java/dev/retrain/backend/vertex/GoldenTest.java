package dev.retrain.backend.vertex;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retrain.api.document.Settings;
import dev.retrain.api.pipeline.Pipeline;
import dev.retrain.spi.backend.Backends;
import dev.retrain.spi.backend.Translator;
import dev.retrain.testkit.Goldens;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GoldenTest {

  @ParameterizedTest
  @ValueSource(strings = {"minimal", "flight-delays", "everything"})
  void theDefinitionIsTheGoldenOne(String name) {
    Goldens.ofModule().check(name + ".json", definition(name));
  }

  static String definition(String name) {
    Translator translator =
        Backends.translator("vertex", GoldenTest.class.getClassLoader())
            .translator(Settings.read(Path.of("src/test/resources/golden/settings.yaml")));
    Pipeline pipeline = Pipeline.read(Path.of("../examples/pipelines/" + name + ".yaml"));
    assertThat(translator.preflight(pipeline).problems()).noneMatch(problem -> problem.isError());
    return translator.translate(pipeline).files().get(VertexService.FILE);
  }
}
