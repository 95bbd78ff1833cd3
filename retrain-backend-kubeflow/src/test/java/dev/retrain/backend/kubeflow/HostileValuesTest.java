package dev.retrain.backend.kubeflow;

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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever a pipeline says arrives as it is, or the pipeline is refused. */
class HostileValuesTest {

  private static final List<String> READ_BY_SOMEBODY =
      List.of(
          "${{ secrets.x }}",
          "{{$.inputs.parameters['p']}}",
          "{{workflow.name}}",
          "$(HOME)",
          "a$$b");

  private final KubeflowTranslatorProvider provider = new KubeflowTranslatorProvider();
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
    String yaml = translator.translate(pipeline(value)).files().get("kubeflow/pipeline.yaml");
    String[] documents = yaml.split("\n---\n");

    assertThat(texts(Documents.parse(documents[0], "spec")))
        .filteredOn(value::equals)
        .hasSizeGreaterThanOrEqualTo(4);
    assertThat(texts(Documents.parse(documents[1], "platform")))
        .contains(value.substring(0, Math.min(128, value.length())));
    assertThat(texts(Documents.parse(documents[0], "spec")))
        .contains(Documents.canonicalJson(Node.of(Map.of("h", Node.of(value)))));
  }

  @ParameterizedTest
  @MethodSource("readBySomebody")
  void isRefusedWhereSomebodyWouldReadIt(String value) {
    assertThat(translator.preflight(pipeline(value)).problems())
        .extracting(Problem::path)
        .containsExactlyInAnyOrder(
            "parameters.p",
            "steps.train.command",
            "steps.train.args",
            "steps.train.hyperparameters",
            "steps.train.environment.E",
            "tags.note");
  }

  private static Pipeline pipeline(String value) {
    return textEverywhere(value)
        .tag("note", value.substring(0, Math.min(128, value.length())))
        .build();
  }
}
