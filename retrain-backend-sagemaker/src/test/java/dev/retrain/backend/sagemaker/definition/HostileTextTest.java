package dev.retrain.backend.sagemaker.definition;

import static dev.retrain.backend.sagemaker.definition.SageMakerSamples.IMAGE;
import static dev.retrain.backend.sagemaker.definition.SageMakerSamples.at;
import static dev.retrain.backend.sagemaker.definition.SageMakerSamples.document;
import static dev.retrain.backend.sagemaker.definition.SageMakerSamples.translator;
import static org.assertj.core.api.Assertions.assertThat;

import dev.retrain.api.document.Documents;
import dev.retrain.api.document.Node;
import dev.retrain.api.error.Problem;
import dev.retrain.api.pipeline.Arg;
import dev.retrain.api.pipeline.Artifact;
import dev.retrain.api.pipeline.Parameter;
import dev.retrain.api.pipeline.Pipeline;
import dev.retrain.api.pipeline.SecretRef;
import dev.retrain.api.pipeline.Step;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostileTextTest {

  private static final List<String> WITHIN_A_LINE =
      List.of(
          "'single' \"double\" `back`",
          "${{inputs.x}}",
          "{{$.inputs.x}}",
          "$(whoami) $HOME",
          "{\"Get\":\"Parameters.run_key\"}",
          "{\"Std:Join\":{\"On\":\"\",\"Values\":[]}}",
          "grüße 漢字 \uD83D\uDE80",
          "back\\slash\ttab");

  private static Step step(String text) {
    return Step.process("a", IMAGE)
        .command("run", text)
        .args(Arg.text(text))
        .environment("TEXT", text)
        .writes();
  }

  private static Pipeline pipeline(Step step) {
    return Pipeline.named("p").step(step).build();
  }

  private static List<String> codes(Pipeline pipeline) {
    return translator().preflight(pipeline).problems().stream().map(Problem::code).toList();
  }

  @Test
  void handsOnUnchangedWhateverFitsIntoALine() {
    for (String text : WITHIN_A_LINE) {
      Node definition = document(translator(), pipeline(step(text)));
      Node arguments = at(definition, "Steps.0.Arguments");
      assertThat(at(arguments, "AppSpecification.ContainerArguments.0")).isEqualTo(Node.of(text));
      assertThat(at(arguments, "AppSpecification.ContainerEntrypoint.1")).isEqualTo(Node.of(text));
      assertThat(at(arguments, "Environment.TEXT")).isEqualTo(Node.of(text));
    }
  }

  @Test
  void handsOnUnchangedAParametersDefault() {
    for (String text : WITHIN_A_LINE) {
      Pipeline pipeline =
          Pipeline.named("p")
              .parameter("text", text)
              .step(Step.process("a", IMAGE).command("run").parameters("text"))
              .build();
      assertThat(at(document(translator(), pipeline), "Parameters.0.DefaultValue"))
          .isEqualTo(Node.of(text));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"two\nlines", "two\rlines", "two\u2028lines"})
  void refusesLineEndsInTheCommandButNotInVariables(String text) {
    assertThat(codes(pipeline(step("x").args(Arg.text(text))))).containsOnly("request-limit");
    assertThat(codes(pipeline(step("x").environment("TEXT", text)))).isEmpty();
    Pipeline parameter =
        Pipeline.named("p")
            .parameter("text", text)
            .step(Step.process("a", IMAGE).command("run").parameters("text"))
            .build();
    assertThat(codes(parameter)).containsOnly("parameter-form");
  }

  @Test
  void refusesTenKilobytesWithTheReason() {
    String text = "x".repeat(10_240);
    assertThat(translator().preflight(pipeline(step(text))).problems())
        .hasSize(3)
        .allSatisfy(
            problem -> {
              assertThat(problem.code()).isEqualTo("request-limit");
              assertThat(problem.what()).contains("10240 characters, the service takes 256");
            });
    Pipeline parameter =
        Pipeline.named("p")
            .parameter("text", text)
            .step(Step.process("a", IMAGE).command("run").parameters("text"))
            .build();
    assertThat(codes(parameter)).containsOnly("parameter-form");
  }

  @Test
  void refusesTagsTheServiceCannotCarry() {
    for (String value : List.of("{\"Get\":\"x\"}", "a\nb", "${{x}}", "$(x)")) {
      Pipeline tagged = Pipeline.named("p").step(step("x")).tag("k", value).build();
      assertThat(codes(tagged)).as(value).containsOnly("request-limit");
    }
    Pipeline fine = Pipeline.named("p").step(step("x")).tag("Über: a/b", "漢字 1+1=2 @x").build();
    assertThat(codes(fine)).isEmpty();
    assertThat(codes(Pipeline.named("p").step(step("x")).tag("retrain:run", "x").build()))
        .contains("reserved-tag");
  }

  /** Runs the wrapper as the job would, with a real shell. */
  @Test
  void writesHyperparametersOfAProcessingJobAsTheyAre(@TempDir Path folder)
      throws IOException, InterruptedException {
    SplittableRandom random = new SplittableRandom(3);
    for (int round = 0; round < 10; round++) {
      Map<String, Object> values = new HashMap<>();
      for (int i = 0; i < round; i++) {
        String text = WITHIN_A_LINE.get(random.nextInt(WITHIN_A_LINE.size()));
        values.put("p" + i, text.repeat(random.nextInt(1, 9)));
      }
      values.put("number", random.nextInt());
      Step step = Step.process("a", IMAGE).command("cat").hyperparameters(values);
      assertThat(output(step, folder)).isEqualTo(expected(step));
    }
  }

  private static String expected(Step step) {
    return Documents.canonicalJson(
        Node.of(new HashMap<String, Node>(step.task().wiring().hyperparameters())));
  }

  private static String output(Step step, Path folder) throws IOException, InterruptedException {
    Node definition = document(translator(), pipeline(step.args(Arg.hyperparameters())));
    List<String> command = new ArrayList<>();
    for (String list : List.of("ContainerEntrypoint", "ContainerArguments")) {
      Node words = at(definition, "Steps.0.Arguments.AppSpecification." + list);
      ((Node.Sequence) words).items().forEach(word -> command.add(((Node.Text) word).value()));
    }
    String file = ContainerPaths.processing().hyperparameters();
    command.replaceAll(word -> word.equals(file) ? folder + "/deep/file.json" : word);
    Path out = folder.resolve("out");
    Process process = new ProcessBuilder(command).redirectOutput(out.toFile()).start();
    assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isZero();
    return Files.readString(out, StandardCharsets.UTF_8);
  }

  @Test
  void neverPutsASecretIntoTheDefinition() {
    Pipeline pipeline = pipeline(step("x").secret("DB", SecretRef.secret("prod/db", "password")));
    assertThat(Documents.canonicalJson(document(translator(), pipeline)))
        .contains(
            "\"DB_SECRET\":\"arn:aws:secretsmanager:eu-central-1:123456789012:secret:prod/db\"")
        .contains("\"DB_SECRET_KEY\":\"password\"")
        .doesNotContain("\"DB\":");
  }

  @Test
  void keepsParametersOfAnyTypeWithinTheirForm() {
    Pipeline pipeline =
        Pipeline.named("p")
            .parameter(Parameter.withDefault("big", Parameter.Type.INTEGER, "9007199254740993"))
            .step(
                Step.process("a", IMAGE)
                    .command("run")
                    .parameters("big")
                    .writes(Artifact.dataset("d")))
            .build();
    assertThat(codes(pipeline)).containsOnly("integer-too-large");
  }
}
