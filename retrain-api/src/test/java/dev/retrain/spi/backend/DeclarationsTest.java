package dev.retrain.spi.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.retrain.spi.backend.BackendRequirements.Credential;
import java.net.URI;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DeclarationsTest {

  @Test
  void aTranslatorHasNothingThatNeedsAClient() {
    Map<Capability, Support> declared = new EnumMap<>(Capability.class);
    for (Capability capability : Capability.values()) {
      declared.put(capability, Support.natively("there"));
    }

    Capabilities capabilities = Capabilities.ofTranslator(declared);

    assertThat(capabilities.has(Capability.TRAIN)).isTrue();
    assertThat(capabilities.of(Capability.CANCEL).toString()).contains("does not yet talk");
    assertThat(capabilities.has(Capability.ARMED_ROLLBACK)).isFalse();
  }

  @Test
  void aTranslatorMustDeclareTheRest() {
    assertThatThrownBy(() -> Capabilities.ofTranslator(Map.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("TRAIN")
        .hasMessageNotContaining("CANCEL");
  }

  @Test
  void remoteSurroundingsAreSignInAndServices() {
    BackendRequirements remote =
        BackendRequirements.remote(
            List.of(
                Credential.variables("key", "ID", "SECRET"),
                Credential.file("file", Path.of("/key"))),
            List.of(URI.create("https://example.com")));

    assertThat(remote.credentials()).extracting(Credential::name).containsExactly("key", "file");
    assertThat(remote.credentials().get(0).variables()).containsExactly("ID", "SECRET");
    assertThat(remote.commands()).isEmpty();
    assertThat(remote.services()).hasSize(1);
  }
}
