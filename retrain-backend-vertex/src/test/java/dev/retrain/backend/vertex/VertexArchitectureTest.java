package dev.retrain.backend.vertex;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retrain.testkit.PublicSignatures;
import org.junit.jupiter.api.Test;

class VertexArchitectureTest {

  @Test
  void namesNoLibraryInAPublicSignature() {
    assertThat(PublicSignatures.foreign(VertexTranslatorProvider.class)).isEmpty();
  }
}
