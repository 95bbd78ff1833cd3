package dev.retrain.api.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class PipelineDocumentTest {

  private static final Path MINIMAL = Path.of("../examples/pipelines/minimal.yaml");

  @Test
  void survivesTheRoundTripThroughYamlAndJson() {
    Pipeline pipeline = Pipeline.read(MINIMAL);

    assertThat(Pipeline.parse(pipeline.toYaml(), "yaml")).isEqualTo(pipeline);
    assertThat(Pipeline.parse(pipeline.canonicalJson(), "json").contentHash())
        .isEqualTo(pipeline.contentHash());
  }
}
