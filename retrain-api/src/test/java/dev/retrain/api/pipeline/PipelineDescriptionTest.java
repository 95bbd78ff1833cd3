package dev.retrain.api.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.retrain.api.error.InvalidPipelineException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class PipelineDescriptionTest {

  private static final String IMAGE = "acme/x@sha256:" + "a".repeat(64);

  private static Pipeline.Builder report() {
    return Pipeline.named("report");
  }

  private static Step step() {
    return Step.process("print", IMAGE).command("print");
  }

  @Test
  void aPipelineAndItsStepsHaveDescriptions() {
    Pipeline pipeline =
        report()
            .description("Prints the weekly report.")
            .step(step().description("Prints it to the log.").timeout(Duration.ofHours(1)))
            .build();

    Pipeline read = Pipeline.parse(pipeline.toYaml(), "report.yaml");

    assertThat(read).isEqualTo(pipeline);
    assertThat(read.description()).contains("Prints the weekly report.");
    assertThat(read.step("print").description()).contains("Prints it to the log.");
  }

  @Test
  void withoutADescriptionTheCanonicalFormIsAsBefore() {
    Pipeline pipeline = report().step(step()).build();

    assertThat(pipeline.canonicalJson()).doesNotContain("description");
    assertThat(pipeline.description()).isEmpty();
    assertThat(pipeline.step("print").description()).isEmpty();
  }

  @Test
  void refusesADescriptionThatIsBlankOrTooLong() {
    Pipeline.Builder pipeline =
        report().description(" ").step(step().description("x".repeat(1001)));

    assertThatThrownBy(pipeline::build)
        .isInstanceOfSatisfying(
            InvalidPipelineException.class,
            e ->
                assertThat(e.problems())
                    .filteredOn(problem -> problem.code().equals("illegal-description"))
                    .hasSize(2));
  }
}
