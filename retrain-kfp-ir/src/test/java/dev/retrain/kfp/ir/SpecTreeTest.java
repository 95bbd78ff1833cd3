package dev.retrain.kfp.ir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpecTreeTest {

  private static final Path GOLDEN = Path.of("../../shared/schemas/kubeflow/golden");

  @Test
  void writesOnlyFieldsTheSpecificationKnows() {
    String json = SpecText.json(SpecTree.of(SpecSamples.spec()));

    assertThat(ProtoShape.violations("PipelineSpec", TreePaths.json(json))).isEmpty();
  }

  @Test
  void writesOnlyPodFieldsThatKubeflowKnows() {
    String json = SpecText.json(SpecTree.of(SpecSamples.kubernetes()));

    assertThat(ProtoShape.violations("PlatformSpec", TreePaths.json(json))).isEmpty();
  }

  @Test
  void leavesOutPodsThatSayNothing() {
    assertThat(SpecSamples.kubernetes().executors()).containsOnlyKeys("exec-train");
    assertThat(KubernetesSpec.NONE.isEmpty()).isTrue();
  }

  /** Keeps the table of the test honest: definitions of KFP's own compiler must pass it. */
  @Test
  void agreesWithDefinitionsOfTheOfficialCompiler() throws IOException {
    assumeTrue(Files.isDirectory(GOLDEN));
    List<String> violations = new ArrayList<>();
    try (Stream<Path> files = Files.list(GOLDEN)) {
      for (Path file : files.sorted().toList()) {
        Map<String, Object> spec = TreePaths.yaml(Files.readString(file)).get(0);
        violations.addAll(ProtoShape.violations("PipelineSpec", spec));
      }
    }

    assertThat(violations).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"minimal", "flight-delays", "everything"})
  void theGoldenDefinitionsAreStrict(String name) throws IOException {
    List<Map<String, Object>> kubeflow =
        TreePaths.yaml(
            Files.readString(
                Path.of("../retrain-backend-kubeflow/src/test/resources/golden", name + ".yaml")));
    Map<String, Object> vertex =
        TreePaths.json(
            Files.readString(
                Path.of("../retrain-backend-vertex/src/test/resources/golden", name + ".json")));

    assertThat(ProtoShape.violations("PipelineSpec", kubeflow.get(0))).isEmpty();
    assertThat(ProtoShape.violations("PlatformSpec", kubeflow.get(1))).isEmpty();
    assertThat(ProtoShape.violations("PipelineSpec", vertex.get("pipelineSpec"))).isEmpty();
  }

  @Test
  void readsBackTheSameFromJsonAndYaml() {
    Map<String, Object> spec = SpecTree.of(SpecSamples.spec());
    Map<String, Object> kubernetes = SpecTree.of(SpecSamples.kubernetes());

    assertThat(TreePaths.yaml(SpecText.yaml(List.of(spec, kubernetes))))
        .containsExactly(
            TreePaths.json(SpecText.json(spec)), TreePaths.json(SpecText.json(kubernetes)));
  }

  @Test
  void doesNotDependOnInsertionOrder() {
    Map<String, TaskSpec> backwards = new LinkedHashMap<>();
    List<String> names = new ArrayList<>(SpecSamples.tasks().keySet());
    names.sort((left, right) -> right.compareTo(left));
    names.forEach(name -> backwards.put(name, SpecSamples.tasks().get(name)));

    assertThat(SpecTree.of(SpecSamples.spec(SpecSamples.components(), backwards)))
        .isEqualTo(SpecTree.of(SpecSamples.spec()));
  }

  @Test
  void writesMarkersAsTheLauncherReplacesThem() {
    assertThat(SpecSamples.TRAINER.args().stream().map(Argument::render))
        .containsExactly(
            "--depth",
            "d={{$.inputs.parameters['depth']}}",
            "{{$.inputs.parameters['run']}}",
            "{{$.inputs.artifacts['champion'].path}}",
            "{{$.inputs.artifacts['champion'].uri}}",
            "{{$.outputs.artifacts['model'].path}}",
            "{{$.outputs.parameters['Output'].output_file}}");
  }

  @Test
  void writesACacheThatIsOffAsAnEmptyObject() {
    assertThat(SpecText.json(SpecTree.of(SpecSamples.spec()))).contains("\"cachingOptions\": {}");
  }

  @Test
  void keepsStringsThatLookLikeSomethingElse() {
    Map<String, Object> tree =
        JsonFields.of("on", "yes")
            .with("number", "1.5")
            .with("empty", "null")
            .with("lines", "a\nb\n")
            .with("quotes", "it's \"so\" \\ {{ #: -")
            .with("unicode", "\u00e9\u2028\ud83d\ude00\u0085\ufeff\u007f")
            .with("control", "\u0001\u007f\u009f\u00ad\ufffd\ufffe")
            .with("true", "a key that is a truth value")
            .with("retrain.dev/owner", "a key with a prefix")
            .with("1", "a key that is a number")
            .with("date", "2001-01-01")
            .with("sexagesimal", "12:30:45")
            .tree();

    assertThat(TreePaths.yaml(SpecText.yaml(List.of(tree)))).containsExactly(tree);
    assertThat(TreePaths.json(SpecText.json(tree))).isEqualTo(tree);
  }

  @Test
  void writesNumbersWithoutExponent() {
    assertThat(SpecText.yaml(List.of(JsonFields.of("large", 1e10).with("small", 1e-7).tree())))
        .isEqualTo("large: 10000000000\nsmall: 0.00000010\n");
  }

  @Test
  void roundsDurationsUpToSeconds() {
    assertThat(ProtoDuration.of(Duration.ofMillis(1))).isEqualTo(1);
    assertThat(ProtoDuration.of(Duration.ofMillis(1500))).isEqualTo(2);
    assertThat(ProtoDuration.of(Duration.ofHours(2))).isEqualTo(7200);
    assertThat(ProtoDuration.of(Duration.ZERO)).isZero();
  }

  @Test
  void writesWhatIsEmpty() {
    Map<String, Object> tree =
        JsonFields.of("list", List.of())
            .with("object", Map.of())
            .with("items", List.of(Map.of()))
            .tree();

    assertThat(TreePaths.yaml(SpecText.yaml(List.of(tree, Map.of()))))
        .containsExactly(tree, Map.of());
    assertThat(TreePaths.json(SpecText.json(tree))).isEqualTo(tree);
  }

  @Test
  void refusesNumbersThatJsonCannotCarry() {
    assertThatThrownBy(() -> new Constant.Numeric(Double.NaN))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void refusesToWriteWhatIsNoValue() {
    assertThatThrownBy(() -> SpecText.json(Map.of("a", 1L)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
