package dev.retrain.backend.vertex;

import static dev.retrain.kfp.ServiceSamples.HARMLESS;
import static dev.retrain.kfp.ServiceSamples.textEverywhere;
import static dev.retrain.kfp.ServiceSamples.texts;
import static org.assertj.core.api.Assertions.assertThat;

import dev.retrain.api.document.Documents;
import dev.retrain.api.document.Node;
import dev.retrain.api.error.Problem;
import dev.retrain.api.pipeline.Pipeline;
import dev.retrain.spi.backend.Translator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a pipeline says arrives as it is, or the pipeline is refused. */
class HostileValuesTest {

  private static final List<String> READ_BY_SOMEBODY =
      List.of("{{$.inputs.parameters['p']}}", "a{{$}}", "{\"IfPresent\": {}}", "{\"Concat\": []}");

  private final VertexTranslatorProvider provider = new VertexTranslatorProvider();
  private final Translator translator = provider.translator(provider.placeholderSettings());

  static List<String> harmless() {
    return Stream.concat(HARMLESS.stream(), Stream.of("${{ secrets.x }} {{workflow.name}}"))
        .toList();
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
    return textEverywhere(value).build();
  }
}
