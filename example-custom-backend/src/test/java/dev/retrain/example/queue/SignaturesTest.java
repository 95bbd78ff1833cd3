package dev.retrain.example.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retrain.testkit.PublicSignatures;
import org.junit.jupiter.api.Test;

class SignaturesTest {

  @Test
  void nameNoLibrary() {
    assertThat(PublicSignatures.foreign(QueueBackendProvider.class)).isEmpty();
  }
}
