package dev.retrain.translation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retrain.api.pipeline.Program;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StepImagesTest {

  private static final StepImages IMAGES =
      new StepImages(Optional.of("steps@sha256:1"), List.of("java"), Optional.of("host.io"));

  @Test
  void anImageHasAHostWhenItsFirstPartLooksLikeOne() {
    assertThat(List.of("a/b", "localhost/b", "h:5000/b", "b").stream().map(StepImages::hasHost))
        .containsExactly(false, true, true, false);
  }

  @Test
  void addsTheRegistryOnlyWhereThereIsNone() {
    assertThat(IMAGES.complete("acme/a")).isEqualTo("host.io/acme/a");
    assertThat(IMAGES.complete("ghcr.io/acme/a")).isEqualTo("ghcr.io/acme/a");
    assertThat(new StepImages(Optional.empty(), List.of(), Optional.empty()).complete("a"))
        .isEqualTo("a");
  }

  @Test
  void standardStepsRunInTheirOwnImage() {
    Program standard = new Program.Standard("split", Map.of());

    assertThat(IMAGES.of(standard)).isEqualTo("host.io/steps@sha256:1");
    assertThat(IMAGES.command(standard)).containsExactly("java", "split");
    assertThat(new StepImages(Optional.empty(), List.of(), Optional.empty()).steps()).isEmpty();
  }
}
