package dev.retrain.backend.kubeflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retrain.testkit.PublicSignatures;
import org.junit.jupiter.api.Test;

class KubeflowArchitectureTest {

  @Test
  void namesNoLibraryInAPublicSignature() {
    assertThat(PublicSignatures.foreign(KubeflowTranslatorProvider.class)).isEmpty();
  }
}
