package dev.retrain.spi.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retrain.api.pipeline.Serving;
import dev.retrain.api.registry.ModelVersion;
import java.net.URI;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ModelRegistrationTest {

  private static final URI MODEL = URI.create("file:///models/1");
  private static final Serving SERVER =
      Serving.image("acme/serve@sha256:" + "a".repeat(64)).port(9000).environment("LEVEL", "2");

  @Test
  void aRegistryThatKnowsOnlyTagsKeepsProfileAndServer() {
    ModelRegistration given =
        ModelRegistration.of("flights", "run-1", MODEL)
            .withProfile(Optional.of(URI.create("file:///profiles/1")))
            .servedBy(Optional.of(SERVER))
            .withTags(Map.of("Owner", "risk"));

    ModelVersion kept =
        new ModelVersion("flights", "1", Instant.EPOCH, MODEL, given.allTags(), Set.of());

    assertThat(kept.profile()).contains(URI.create("file:///profiles/1"));
    assertThat(kept.serving()).contains(SERVER);
    assertThat(kept.tags())
        .containsEntry("Owner", "risk")
        .containsEntry(ModelVersion.GATE_TAG, "passed");
  }

  @Test
  void aModelWithoutProfileAndServerHasNeither() {
    ModelVersion kept =
        new ModelVersion(
            "flights",
            "1",
            Instant.EPOCH,
            MODEL,
            ModelRegistration.of("flights", "run-1", MODEL).allTags(),
            Set.of());

    assertThat(kept.profile()).isEmpty();
    assertThat(kept.serving()).isEmpty();
  }
}
