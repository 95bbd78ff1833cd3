package dev.retrain.backend.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retrain.testkit.PublicSignatures;
import org.junit.jupiter.api.Test;

class LocalArchitectureTest {

  @Test
  void namesNoLibraryInAPublicSignature() {
    assertThat(PublicSignatures.foreign(LocalBackend.class)).isEmpty();
  }
}
