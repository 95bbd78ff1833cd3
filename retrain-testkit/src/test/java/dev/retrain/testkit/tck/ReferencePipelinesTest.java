package dev.retrain.testkit.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retrain.spi.backend.Capability;
import dev.retrain.spi.backend.CapabilityUse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;

class ReferencePipelinesTest {

  @ParameterizedTest
  @FieldSource("dev.retrain.testkit.tck.ReferencePipelines#SHOWN")
  void isTheOneUsersAreShown(String name) throws IOException {
    assertThat(ReferencePipelines.text(name))
        .isEqualTo(Files.readString(Path.of("../examples/pipelines", name + ".yaml")));
  }

  @ParameterizedTest
  @MethodSource("dev.retrain.testkit.tck.ReferencePipelines#names")
  void isNamedAsItsFile(String name) {
    assertThat(ReferencePipelines.named(name).name()).isEqualTo(name);
  }

  @ParameterizedTest
  @MethodSource("dev.retrain.testkit.tck.CapabilityPipelines#needed")
  void everyCapabilityOfPipelinesHasAPipelineThatNeedsIt(Capability capability) {
    assertThat(CapabilityUse.of(CapabilityPipelines.needing(capability)))
        .extracting(CapabilityUse::capability)
        .contains(capability);
  }

  @Test
  void onePipelineNeedsEverything() {
    assertThat(CapabilityUse.of(CapabilityPipelines.needingAll()))
        .extracting(CapabilityUse::capability)
        .contains(
            Arrays.stream(Capability.values())
                .filter(c -> !CapabilityPipelines.BEYOND_PIPELINES.contains(c))
                .toArray(Capability[]::new));
  }
}
