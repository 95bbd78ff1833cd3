package dev.retrain.backend.sagemaker.definition;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retrain.api.pipeline.Pipeline;
import dev.retrain.testkit.Goldens;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GoldenTest {

  @ParameterizedTest
  @ValueSource(strings = {"minimal", "flight-delays", "everything"})
  void translatesReferencePipelinesByteForByte(String name) {
    Goldens.ofModule().check(name, Samples.translator().translate(Samples.reference(name)));
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
