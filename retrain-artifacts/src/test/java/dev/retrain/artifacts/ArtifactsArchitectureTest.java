package dev.retrain.artifacts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retrain.testkit.PublicSignatures;
import org.junit.jupiter.api.Test;

class ArtifactsArchitectureTest {

  @Test
  void namesNoTypeOfALibraryInPublicSignatures() {
    assertThat(PublicSignatures.foreign(ArtifactFiles.class)).isEmpty();
  }
}
