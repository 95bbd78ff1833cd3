package dev.retrain.examples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retrain.backend.local.LocalBackend;
import dev.retrain.spi.backend.RunKey;
import dev.retrain.spi.backend.RunStatus;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QuickstartTest {

  @TempDir Path root;

  @Test
  void runsEveryKindOfStepAndRegistersTheLine() throws Exception {
    Quickstart.main(new String[] {root.toString()});

    try (LocalBackend local = LocalBackend.builder().artifactRoot(root).build()) {
      RunStatus status = local.status(local.find(new RunKey("first")).orElseThrow());
      assertThat(status).isInstanceOf(RunStatus.Succeeded.class);
      assertThat(local.registry().versions("line")).hasSize(1);
    }
  }
}
