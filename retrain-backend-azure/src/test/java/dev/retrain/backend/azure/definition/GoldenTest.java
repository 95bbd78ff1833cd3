package dev.retrain.backend.azure.definition;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retrain.api.pipeline.Pipeline;
import dev.retrain.testkit.Goldens;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GoldenTest {

  @ParameterizedTest
  @ValueSource(strings = {"minimal", "flight-delays", "everything"})
  void translatesReferencePipelinesByteForByte(String name) {
    Goldens.ofModule()
        .check(name, AzureSamples.translator().translate(AzureSamples.reference(name)));
  }

  @Test
  void dependsOnNeitherLocaleNorOrderOfSteps() {
    Locale before = Locale.getDefault();
    Object usual = AzureSamples.translator().translate(AzureSamples.chain().build());
    try {
      Locale.setDefault(Locale.forLanguageTag("tr-TR-u-nu-thai"));
      Pipeline.Builder backwards =
          Pipeline.named("sample")
              .step(AzureSamples.evaluate())
              .step(AzureSamples.train())
              .step(AzureSamples.prepare());
      assertThat(AzureSamples.translator().translate(backwards.build())).isEqualTo(usual);
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void numbersManyRequestsInAnOrderThatSorts() {
    Pipeline.Builder pipeline = Pipeline.named("p");
    for (int i = 0; i < 120; i++) {
      pipeline.step(AzureSamples.step("s" + i));
    }
    List<String> files =
        List.copyOf(AzureSamples.translator().translate(pipeline.build()).files().keySet());
    assertThat(files).hasSize(123).isSorted();
    assertThat(files.get(0)).isEqualTo("azure/001-environment-acme-image.json");
    assertThat(files.get(121)).isEqualTo("azure/122-job-p.json");
    assertThat(files.get(122)).isEqualTo("azure/requests.json");
  }
}
