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
    Goldens.ofModule()
        .check(name, SageMakerSamples.translator().translate(SageMakerSamples.reference(name)));
  }

  @Test
  void dependsOnNeitherLocaleNorOrderOfSteps() {
    Locale before = Locale.getDefault();
    String usual =
        SageMakerSamples.translator().translate(SageMakerSamples.chain().build()).toString();
    try {
      Locale.setDefault(Locale.forLanguageTag("tr-TR-u-nu-thai"));
      String other =
          SageMakerSamples.translator()
              .translate(
                  Pipeline.named("sample")
                      .step(SageMakerSamples.evaluate())
                      .step(SageMakerSamples.train())
                      .step(SageMakerSamples.prepare())
                      .build())
              .toString();
      assertThat(other).isEqualTo(usual);
    } finally {
      Locale.setDefault(before);
    }
  }
}
