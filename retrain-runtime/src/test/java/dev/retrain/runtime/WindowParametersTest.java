package dev.retrain.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retrain.api.pipeline.Artifact;
import dev.retrain.api.pipeline.Pipeline;
import dev.retrain.api.pipeline.Step;
import dev.retrain.api.source.DataWindow;
import dev.retrain.api.source.DataWindows;
import dev.retrain.runtime.source.DatedFiles;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class WindowParametersTest {

  private static final DataWindow WINDOW =
      new DataWindow(
          Instant.parse("2001-02-03T00:00:00Z"),
          Instant.parse("2001-02-04T00:00:00Z"),
          Path.of("windows", "2001-02-03"),
          "v1");

  private static Pipeline declaring(String... parameters) {
    Pipeline.Builder builder = Pipeline.named("p");
    for (String parameter : parameters) {
      builder = builder.parameter(parameter, "none");
    }
    return builder
        .step(
            Step.process("work", "acme/work@sha256:" + "a".repeat(64))
                .command("work")
                .parameters(parameters)
                .writes(Artifact.dataset("rows")))
        .build();
  }

  @Test
  void aPipelineThatDeclaresThemLearnsItsWindow() {
    assertThat(
            WindowParameters.of(
                declaring("window_from", "window_to", "window_rows"),
                Optional.of(WINDOW),
                DataWindows.NONE))
        .isEqualTo(
            Map.of(
                "window_from", "2001-02-03T00:00:00Z",
                "window_to", "2001-02-04T00:00:00Z",
                "window_rows", Path.of("windows", "2001-02-03").toString()));
  }

  @Test
  void nothingIsGivenThatThePipelineDoesNotDeclareOrThereIsNoWindow() {
    assertThat(WindowParameters.of(declaring("window_to"), Optional.of(WINDOW), DataWindows.NONE))
        .containsOnlyKeys("window_to");
    assertThat(WindowParameters.of(declaring("week"), Optional.of(WINDOW), DataWindows.NONE))
        .isEmpty();
    assertThat(WindowParameters.of(declaring("window_to"), Optional.empty(), DataWindows.NONE))
        .isEmpty();
  }

  @Test
  void theSchemaOfThePolicyReachesTheRun() {
    DatedFiles files = DatedFiles.in(Path.of("windows")).schema(Path.of("orders.schema.yaml"));

    assertThat(WindowParameters.of(declaring("window_schema"), Optional.of(WINDOW), files))
        .isEqualTo(Map.of("window_schema", "orders.schema.yaml"));
  }
}
