package dev.retrain.backend.local;

import static dev.retrain.backend.local.Pipelines.gated;
import static dev.retrain.backend.local.Pipelines.process;
import static dev.retrain.backend.local.Pipelines.single;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.retrain.api.document.Settings;
import dev.retrain.api.error.InvalidDefinitionException;
import dev.retrain.api.error.Problem;
import dev.retrain.api.error.UnsupportedFeature;
import dev.retrain.api.pipeline.Resources;
import dev.retrain.spi.backend.Backends;
import dev.retrain.spi.backend.Plan;
import dev.retrain.spi.backend.Plan.StepPlan;
import dev.retrain.spi.backend.Support;
import dev.retrain.spi.backend.Translator;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LocalTranslatorTest {

  private static Translator translator(String settings) {
    return Backends.translator("local", LocalTranslatorTest.class.getClassLoader())
        .translator(Settings.parse(settings, "local.yaml"));
  }

  @Test
  void translatesToTheCanonicalJson() {
    assertThat(translator("containerEngine: [podman]").translate(gated()).files())
        .containsExactly(Map.entry("local/pipeline.json", gated().canonicalJson() + "\n"));
  }

  @Test
  void refusesToTranslateWhatNothingIsBoundTo() {
    assertThatThrownBy(() -> translator("{}").translate(gated()))
        .isInstanceOf(InvalidDefinitionException.class)
        .hasMessageContaining("img/train")
        .hasMessageContaining("containerEngine");
  }

  @Test
  void saysWhatIsBoundToEachImage() {
    Plan plan =
        new LocalTranslator(
                new Bindings(
                    LocalSettings.of(
                        Settings.parse(
                            "images: {img/train: [python, '${settings}/train.py']}", "test")),
                    Map.of("img/prepare", call -> {})))
            .plan(gated());

    assertThat(plan.steps())
        .extracting(StepPlan::becomes)
        .containsExactly(
            "Java function",
            "child process",
            "nothing: the image is not bound",
            "in process, folder registry");
    assertThat(plan.steps().get(0).notes()).anyMatch(note -> note.contains("Java function"));
    assertThat(plan.steps().get(1).image())
        .isEqualTo("python " + Path.of("").toAbsolutePath() + "/train.py train");
    assertThat(plan.problems())
        .filteredOn(Problem::isError)
        .singleElement()
        .satisfies(problem -> assertThat(problem.toString()).contains("img/evaluate"));
  }

  @Test
  void findsAnImageWithoutDigestOrTag() {
    assertThat(Bindings.names("reg:5000/a/b:1@sha256:00"))
        .containsExactly("reg:5000/a/b:1@sha256:00", "reg:5000/a/b:1", "reg:5000/a/b");
  }

  @Test
  void plansEveryImageByTheEngineWithPlaceholders() {
    Translator translator =
        new LocalBackendProvider().translator(new LocalBackendProvider().placeholderSettings());

    assertThat(translator.plan(gated()).problems()).noneMatch(Problem::isError);
  }

  @Test
  void refusesSeveralMachines() {
    assertThatThrownBy(
            () -> translator("{}").translate(single(process("a").on(Resources.cpu(1).nodes(2)))))
        .isInstanceOf(UnsupportedFeature.class)
        .hasMessageContaining("one machine");
  }

  @Test
  void saysThatResourcesAreNotReserved() {
    StepPlan step =
        translator("containerEngine: [podman]")
            .plan(single(process("a").on(Resources.cpu(4).memory("8Gi").gpu(1, "nvidia-t4"))))
            .steps()
            .get(0);

    assertThat(step.support()).isInstanceOf(Support.Emulated.class);
    assertThat(step.resources().values()).anyMatch(text -> text.contains("not reserved"));
  }

  @Test
  void refusesUnknownSettingsWithTheNearestKnownKey() {
    assertThatThrownBy(() -> translator("artefactRoot: x\nparallelism: 0\n"))
        .isInstanceOf(InvalidDefinitionException.class)
        .hasMessageContaining("artifactRoot")
        .hasMessageContaining("parallelism")
        .hasMessageContaining("local.yaml:1:1");
  }
}
