package dev.retrain.backend.vertex;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retrain.api.document.Documents;
import dev.retrain.api.document.Node;
import dev.retrain.api.error.Problem;
import dev.retrain.api.pipeline.Arg;
import dev.retrain.api.pipeline.Artifact;
import dev.retrain.api.pipeline.Kind;
import dev.retrain.api.pipeline.Pipeline;
import dev.retrain.api.pipeline.Step;
import dev.retrain.spi.backend.Translator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a pipeline says arrives as it is, or the pipeline is refused. */
class HostileValuesTest {

  private static final List<String> HARMLESS =
      List.of(
          "it's \"quoted\" \\ back",
          "line one\nline two\r\n\ttab ",
          "\u00fc\u4e2d\ud83d\ude80\u2028\u0085\ufeff\u202e",
          "{\"Get\": \"Parameters.x\"}",
          "${HOME} `id` $ ( x ) %s <>&;|",
          "${{ secrets.x }} {{workflow.name}}",
          "yes",
          "1e3",
          "~",
          "- x: y #z",
          "'",
          "\"",
          "",
          "x".repeat(10_000));

  private static final List<String> READ_BY_SOMEBODY =
      List.of("{{$.inputs.parameters['p']}}", "a{{$}}", "{\"IfPresent\": {}}", "{\"Concat\": []}");

  private final VertexTranslators provider = new VertexTranslators();
  private final Translator translator = provider.translator(provider.placeholderSettings());

  static List<String> harmless() {
    return HARMLESS;
  }

  static List<String> readBySomebody() {
    return READ_BY_SOMEBODY;
  }

  @ParameterizedTest
  @MethodSource("harmless")
  void arrivesAsItIs(String value) {
    assertThat(translator.preflight(pipeline(value)).problems()).isEmpty();
    String json = translator.translate(pipeline(value)).files().get("vertex/pipeline_job.json");
    List<String> texts = texts(Documents.parse(json, "job"));

    assertThat(texts).filteredOn(value::equals).hasSizeGreaterThanOrEqualTo(4);
    assertThat(texts).contains(Documents.canonicalJson(Node.of(Map.of("h", Node.of(value)))));
  }

  @ParameterizedTest
  @MethodSource("readBySomebody")
  void isRefusedWhereSomebodyWouldReadIt(String value) {
    assertThat(translator.preflight(pipeline(value)).problems())
        .extracting(Problem::path)
        .filteredOn(path -> !path.equals("steps.train.hyperparameters"))
        .containsExactlyInAnyOrder(
            "parameters.p", "steps.train.command", "steps.train.args", "steps.train.environment.E");
  }

  @ParameterizedTest
  @ValueSource(strings = {"$(HOME)", "a$$b"})
  void isRefusedAsAVariableThatWouldBeExpanded(String value) {
    assertThat(translator.preflight(pipeline(value)).problems())
        .extracting(Problem::path)
        .containsExactly("steps.train.environment.E");
  }

  private static Pipeline pipeline(String value) {
    Artifact<Kind.Model> model = Artifact.model("model");
    return Pipeline.named("hostile")
        .parameter("p", value)
        .step(
            Step.train("train", "acme/train@sha256:" + "0".repeat(64))
                .command("train", value)
                .parameters("p")
                .writes(model)
                .args(Arg.text(value), Arg.param("p"), Arg.out(model), Arg.hyperparameters())
                .hyperparameters(Map.of("h", value))
                .environment("E", value))
        .build();
  }

  private static List<String> texts(Node node) {
    if (node instanceof Node.Mapping mapping) {
      return mapping.entries().values().stream().flatMap(HostileValuesTest::stream).toList();
    }
    if (node instanceof Node.Sequence list) {
      return list.items().stream().flatMap(HostileValuesTest::stream).toList();
    }
    return node instanceof Node.Text text ? List.of(text.value()) : List.of();
  }

  private static Stream<String> stream(Node node) {
    return texts(node).stream();
  }
}
