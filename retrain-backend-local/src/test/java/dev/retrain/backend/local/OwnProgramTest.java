package dev.retrain.backend.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.retrain.api.document.Settings;
import dev.retrain.api.error.InvalidDefinitionException;
import dev.retrain.api.pipeline.Pipeline;
import dev.retrain.spi.backend.Preflight;
import dev.retrain.spi.backend.RunStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Steps that are programs of the user's own, without an image. */
class OwnProgramTest {

  @TempDir Path root;

  @BeforeEach
  void writeScript() throws IOException {
    Files.writeString(
        root.resolve("train.sh"),
        "for a; do case $a in */model) m=$a;; esac; done; pwd > $m/where\n");
    Files.writeString(root.resolve("local.yaml"), "artifactRoot: runs\n");
  }

  private LocalBackend backend() {
    return new LocalBackend(
        LocalSettings.of(Settings.read(root.resolve("local.yaml"))), Map.of(), Clock.systemUTC());
  }

  private static Pipeline pipeline(String program) {
    return Pipeline.parse(
        "retrain: pipeline/v1\nname: own\nsteps:\n- {kind: train, name: train, program: "
            + program
            + ", writes: [{model: model}]}\n",
        "test");
  }

  @Test
  void workInTheFolderOfTheSettings() throws Exception {
    try (LocalBackend backend = backend()) {
      assertThat(Pipelines.run(backend, pipeline("[sh, train.sh]")))
          .isInstanceOf(RunStatus.Succeeded.class);
    }
    assertThat(root.resolve("runs/own/a-key/train/model/where"))
        .content()
        .isEqualTo(root.toRealPath() + "\n");
  }

  @Test
  void mayNameTheFolderOfTheSettings() {
    try (LocalBackend backend = backend()) {
      assertThat(Pipelines.run(backend, pipeline("[sh, \"${settings}/train.sh\"]")))
          .isInstanceOf(RunStatus.Succeeded.class);
    }
  }

  @Test
  void areMissedBeforeTheRunStarts() {
    try (LocalBackend backend = backend()) {
      assertThatThrownBy(
              () -> backend.submit(Pipelines.submission(pipeline("[no-such-program, x]"))))
          .isInstanceOf(InvalidDefinitionException.class)
          .hasMessageContaining("no-such-program is not on this machine");
      assertThat(backend.find(Pipelines.KEY)).isEmpty();
    }
  }

  @Test
  void areReadAsTheyAreWritten() {
    Pipeline pipeline = pipeline("[sh, train.sh]");

    assertThat(Pipeline.parse(pipeline.canonicalJson(), "again")).isEqualTo(pipeline);
    assertThat(pipeline.canonicalJson())
        .contains("\"program\":[\"sh\",\"train.sh\"]")
        .doesNotContain("image", "allowMutableTag", "command");
  }

  @Test
  void needAnImageOnOtherBackends() {
    assertThat(Preflight.of(pipeline("[sh, train.sh]"), LocalCapabilities.DECLARED).problems())
        .extracting("code")
        .containsExactly(Preflight.NEEDS_IMAGE);
  }

  @Test
  void theDoctorSeesFilesThatTheSettingsName() throws Exception {
    Files.writeString(
        root.resolve("local.yaml"), "images: {img/a: [sh, \"${settings}/gone.sh\"]}\n");

    assertThat(
            new LocalBackendProvider()
                .requirements(Settings.read(root.resolve("local.yaml")), Map.of())
                .readable())
        .containsExactly(root.toAbsolutePath().normalize().resolve("gone.sh"));
  }
}
