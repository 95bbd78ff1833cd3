package dev.retrain.backend.azure.definition;

import static dev.retrain.backend.azure.definition.AzureSamples.IMAGE;
import static dev.retrain.backend.azure.definition.AzureSamples.at;
import static dev.retrain.backend.azure.definition.AzureSamples.component;
import static dev.retrain.backend.azure.definition.AzureSamples.job;
import static dev.retrain.backend.azure.definition.AzureSamples.text;
import static dev.retrain.backend.azure.definition.AzureSamples.translator;
import static org.assertj.core.api.Assertions.assertThat;

import dev.retrain.api.document.Documents;
import dev.retrain.api.document.Node;
import dev.retrain.api.error.Problem;
import dev.retrain.api.metric.Metric;
import dev.retrain.api.pipeline.Arg;
import dev.retrain.api.pipeline.Artifact;
import dev.retrain.api.pipeline.Condition;
import dev.retrain.api.pipeline.Pipeline;
import dev.retrain.api.pipeline.Range;
import dev.retrain.api.pipeline.Retry;
import dev.retrain.api.pipeline.Search;
import dev.retrain.api.pipeline.SecretRef;
import dev.retrain.api.pipeline.Serving;
import dev.retrain.api.pipeline.Step;
import dev.retrain.spi.backend.Translator;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostileTextTest {

  private static final List<String> CARRIED =
      List.of(
          "\"double\" `back`",
          "{{$.inputs.x}}",
          "$(touch pwned) $HOME ${PATH}",
          "{\"Get\":\"Parameters.run_key\"}",
          "grüße 漢字 \uD83D\uDE80 x",
          "back\\slash\ttab",
          "two\nlines\r\nx",
          "; exit 7 #",
          "]] }} x",
          "x".repeat(10_240));

  private static Pipeline pipeline(Step step) {
    return Pipeline.named("p").step(step).build();
  }

  private static List<String> codes(Pipeline.Builder pipeline) {
    return translator().preflight(pipeline.build()).problems().stream().map(Problem::code).toList();
  }

  /** Runs a command as the service would: values put in as text, then a shell. */
  private static String run(String command, Map<String, String> values, Path folder)
      throws IOException, InterruptedException {
    String filled = command.replace("/tmp/retrain", folder + "/retrain");
    for (Map.Entry<String, String> value : values.entrySet()) {
      filled = filled.replace("${{" + value.getKey() + "}}", value.getValue());
    }
    Path out = folder.resolve("out");
    Process process =
        new ProcessBuilder("sh", "-c", filled)
            .directory(folder.toFile())
            .redirectOutput(out.toFile())
            .start();
    assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
    return Files.readString(out, StandardCharsets.UTF_8) + "[" + process.exitValue() + "]";
  }

  @Test
  void handsOnLiteralsAndParametersUnchangedThroughAShell(@TempDir Path folder)
      throws IOException, InterruptedException {
    for (String text : CARRIED) {
      String quoted = "it's " + text;
      Pipeline pipeline =
          Pipeline.named("p")
              .parameter("text", text)
              .step(
                  Step.process("a", IMAGE)
                      .command("printf", "%s|", quoted)
                      .parameters("text")
                      .args(Arg.text(text), Arg.param("text")))
              .build();
      String command = text(component(translator(), pipeline, "a"), "command");
      String value = text(job(translator(), pipeline), "inputs.text.value");
      assertThat(value).isEqualTo(text);
      assertThat(run(command, Map.of("inputs.text", value), folder))
          .isEqualTo(quoted + "|" + text + "|" + text + "|[0]");
      assertThat(folder.resolve("pwned")).doesNotExist();
    }
  }

  @Test
  void handsOnVariablesAndTagsUnchanged() {
    for (String text : CARRIED) {
      Pipeline pipeline =
          Pipeline.named("p")
              .tag("k", text.length() > 100 ? "v" : text)
              .step(Step.process("a", IMAGE).command("x").environment("TEXT", text))
              .build();
      Node job = job(translator(), pipeline);
      assertThat(at(job, "jobs.a.environment_variables.TEXT")).isEqualTo(Node.of(text));
    }
  }

  @Test
  void writesHyperparametersAsTheyAre(@TempDir Path folder)
      throws IOException, InterruptedException {
    Step step =
        Step.process("a", IMAGE)
            .command("cat")
            .args(Arg.hyperparameters())
            .hyperparameters(Map.of("text", "it's \"$(x)\" %s \\n", "n", 3, "flag", true));
    assertThat(run(text(component(translator(), pipeline(step), "a"), "command"), Map.of(), folder))
        .isEqualTo(
            Documents.canonicalJson(Node.of(Map.copyOf(step.task().wiring().hyperparameters())))
                + "[0]");
  }

  @Test
  void putsTheValuesOfATrialIntoItsFile(@TempDir Path folder)
      throws IOException, InterruptedException {
    Search search =
        Search.over(
            Map.of(
                "depth", Range.intBetween(1, 3),
                "rate", Range.logBetween(0.1, 1),
                "kind", Range.oneOf("a b", "c")),
            Metric.named("auc"));
    Step tune =
        Step.tune("t", IMAGE, search)
            .command("cat")
            .args(Arg.hyperparameters(), Arg.out(AzureSamples.MODEL), Arg.out(AzureSamples.METRICS))
            .hyperparameters(Map.of("loss", "it's"))
            .environment("V", "it's $x")
            .writes(AzureSamples.MODEL, AzureSamples.METRICS);
    String command = text(component(translator(), pipeline(tune), "t"), "command");
    Map<String, String> values =
        Map.of(
            "inputs.depth", "2",
            "inputs.rate", "0.25",
            "inputs.kind", "a b",
            "outputs.model", "/dev/null",
            "outputs.metrics", "/dev/null");
    assertThat(run(command, values, folder))
        .isEqualTo("{\"depth\":2,\"kind\":\"a b\",\"loss\":\"it's\",\"rate\":0.25}[0]");
  }

  @Test
  void startsAProgramAgainAndKeepsItsExitCode(@TempDir Path folder)
      throws IOException, InterruptedException {
    Step flaky =
        Step.process("a", IMAGE)
            .command("sh", "-c", "echo try; test -e once || { touch once; exit 3; }")
            .retry(Retry.attempts(3).backoff(Duration.ZERO));
    String command = text(component(translator(), pipeline(flaky), "a"), "command");
    assertThat(run(command, Map.of(), folder)).isEqualTo("try\ntry\n[0]");
    Step broken =
        Step.process("a", IMAGE)
            .command("sh", "-c", "echo try; exit 3")
            .retry(Retry.attempts(2).backoff(Duration.ZERO));
    assertThat(
            run(text(component(translator(), pipeline(broken), "a"), "command"), Map.of(), folder))
        .isEqualTo("try\ntry\n[3]");
  }

  @Test
  void leavesAFileWhereACheckPassed(@TempDir Path folder) throws IOException, InterruptedException {
    var valid = Artifact.check("valid");
    Pipeline pipeline =
        Pipeline.named("p")
            .step(Step.process("a", IMAGE).command("true").writes(valid))
            .step(Step.process("b", IMAGE).command("true").reads(valid))
            .build();
    String command = text(component(translator(), pipeline, "a"), "command");
    Files.createDirectories(folder.resolve("valid"));
    assertThat(run(command, Map.of("outputs.valid", folder.resolve("valid").toString()), folder))
        .isEqualTo("[0]");
    assertThat(folder.resolve("valid/done")).exists();
    assertThat(text(job(translator(), pipeline), "jobs.b.inputs.valid.value"))
        .isEqualTo("${{parent.jobs.a.outputs.valid}}");
  }

  @Test
  void refusesMarkersOfTheServiceEverywhere() {
    for (String marker : List.of("${{inputs.x}}", "$[[x]]", "nul\0", "half \uD83D")) {
      Step plain = AzureSamples.step("a");
      assertThat(codes(Pipeline.named("p").step(plain.command(marker)))).containsExactly("text");
      assertThat(codes(Pipeline.named("p").step(plain.args(Arg.text(marker)))))
          .containsExactly("text");
      assertThat(codes(Pipeline.named("p").step(plain.environment("V", marker))))
          .containsExactly("text");
      assertThat(codes(Pipeline.named("p").step(plain.hyperparameters(Map.of("h", marker)))))
          .containsExactly("text");
      assertThat(codes(Pipeline.named("p").tag("k", marker).step(plain))).containsExactly("text");
      assertThat(
              codes(Pipeline.named("p").parameter("v", "x" + marker).step(plain.parameters("v"))))
          .containsExactly("text");
    }
  }

  @Test
  void refusesParametersThatWouldLeaveTheirQuotesOrBeNoValue() {
    for (String value : List.of("it's", "", "...", "漢")) {
      assertThat(
              codes(
                  Pipeline.named("p")
                      .parameter("v", value)
                      .step(AzureSamples.step("a").parameters("v"))))
          .as(value)
          .containsExactly("text");
    }
  }

  @Test
  void refusesChoicesAFileCouldNotHold() {
    for (Range range :
        List.of(
            Range.oneOf("it's", "x"),
            Range.oneOf("a\"b"),
            Range.oneOf("${{x}}"),
            new Range.Categorical(List.of((Node.Scalar) Node.of("a"), (Node.Scalar) Node.of(1))))) {
      Step tune =
          Step.tune("t", IMAGE, Search.over(Map.of("c", range), Metric.named("auc")))
              .command("x")
              .writes(AzureSamples.MODEL, AzureSamples.METRICS);
      assertThat(codes(Pipeline.named("p").step(tune))).containsExactly("text");
    }
  }

  @Test
  void refusesMarkersInWhatServesTheModel() {
    Serving serving = Serving.image(IMAGE).environment("V", "${{x}}");
    assertThat(
            codes(
                AzureSamples.chain()
                    .when(
                        AzureSamples.METRICS,
                        Condition.atLeast("auc", 0.5),
                        approved -> approved.register("m", AzureSamples.MODEL).servedBy(serving))))
        .containsExactly("text");
  }

  @Test
  void neverPutsASecretIntoARequest() {
    Step step = AzureSamples.step("a").secret("DB", SecretRef.secret("prod-db", "password"));
    Translator translator = translator();
    assertThat(at(job(translator, pipeline(step)), "jobs.a.environment_variables"))
        .isEqualTo(
            Node.of(
                Map.of(
                    "DB_SECRET", Node.of("https://example.vault.azure.net/secrets/prod-db"),
                    "DB_SECRET_KEY", Node.of("password"))));
  }
}
