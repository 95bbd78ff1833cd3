package dev.retrain.backend.azure.definition;

import static dev.retrain.backend.azure.definition.AzureSamples.IMAGE;
import static dev.retrain.backend.azure.definition.AzureSamples.METRICS;
import static dev.retrain.backend.azure.definition.AzureSamples.MODEL;
import static dev.retrain.backend.azure.definition.AzureSamples.RAW;
import static dev.retrain.backend.azure.definition.AzureSamples.chain;
import static dev.retrain.backend.azure.definition.AzureSamples.gated;
import static dev.retrain.backend.azure.definition.AzureSamples.translator;
import static dev.retrain.backend.azure.definition.AzureSamples.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.retrain.api.document.Settings;
import dev.retrain.api.error.InvalidDefinitionException;
import dev.retrain.api.error.Problem;
import dev.retrain.api.error.UnsupportedFeature;
import dev.retrain.api.metric.Metric;
import dev.retrain.api.pipeline.Arg;
import dev.retrain.api.pipeline.Pipeline;
import dev.retrain.api.pipeline.Range;
import dev.retrain.api.pipeline.Resources;
import dev.retrain.api.pipeline.Search;
import dev.retrain.api.pipeline.SecretRef;
import dev.retrain.api.pipeline.StandardSteps;
import dev.retrain.api.pipeline.Step;
import dev.retrain.backend.azure.AzureTranslatorProvider;
import dev.retrain.spi.backend.Translator;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class LimitsTest {

  private static final String BARE =
      """
      subscription: 00000000-0000-0000-0000-000000000000
      resourceGroup: group
      workspace: workspace
      artifactRoot: azureml://datastores/store/paths/root
      """;

  private static List<String> codes(Translator translator, Pipeline.Builder pipeline) {
    return translator.preflight(pipeline.build()).problems().stream().map(Problem::code).toList();
  }

  private static List<String> codes(Pipeline.Builder pipeline) {
    return codes(translator(), pipeline);
  }

  private static Translator bare() {
    return new AzureTranslatorProvider().translator(Settings.parse(BARE, "test"));
  }

  @Test
  void namesEveryProblemAtOnceWithStepReasonAndFix() {
    Pipeline pipeline =
        with(train ->
                train
                    .on(Resources.cpu(4).gpu(1, "nvidia-b200"))
                    .hint("azure", "priority", "1")
                    .identity("!")
                    .command("${{x}}"))
            .build();
    List<Problem> problems = translator().preflight(pipeline).problems();
    assertThat(problems).extracting(Problem::subject).containsOnly("step train");
    assertThat(problems)
        .extracting(Problem::code)
        .containsExactly("unsupported", "unknown-hint", "illegal-identity", "text");
    assertThat(problems.get(0).fix()).contains("nvidia-t4");
    assertThatThrownBy(() -> translator().translate(pipeline))
        .isInstanceOf(UnsupportedFeature.class)
        .hasMessageContaining("${{");
  }

  @Test
  void refusesAMachineNobodyOffers() {
    assertThat(codes(with(train -> train.on(Resources.cpu(500))))).containsExactly("no-machine");
    assertThat(codes(with(train -> train.on(Resources.cpu(1).disk("100Ti")))))
        .containsExactly("no-machine");
    assertThat(codes(with(train -> train.on(Resources.cpu(500)).hint("azure", "compute", "big"))))
        .as("a cluster named by a hint has the size it has")
        .isEmpty();
  }

  @Test
  void needsAnImageWithADigestForStandardStepsAndTheGate() {
    Pipeline.Builder standard =
        Pipeline.named("p").step(StandardSteps.ingest("ingest", "f").writes(RAW));
    assertThat(codes(bare(), standard)).containsExactly("steps-image");
    assertThat(codes(bare(), gated(chain()))).contains("steps-image");
    assertThat(codes(standard)).isEmpty();
  }

  @Test
  void warnsOfImagesWithoutARegistryAndOfIgnoredCaches() {
    List<Problem> problems =
        bare().preflight(with(train -> train.cachedFor(Duration.ofDays(1))).build()).problems();
    assertThat(problems)
        .extracting(Problem::code)
        .containsOnly("image-without-registry", "cache-ignored");
    assertThat(problems).noneMatch(Problem::isError);
  }

  @Test
  void needsAKeyVaultForSecretsAndNamesItKnows() {
    Pipeline.Builder pipeline =
        with(train -> train.secret("DB", SecretRef.secret("prod/db")).environment("DB_SECRET", ""));
    assertThat(codes(pipeline)).containsExactly("illegal-secret-name", "variable-twice");
    assertThat(codes(bare(), pipeline)).contains("missing-setting");
  }

  @Test
  void refusesAHintWithCharactersOfItsOwn() {
    assertThat(codes(with(train -> train.hint("azure", "shmSize", "8 g"))))
        .containsExactly("illegal-hint");
  }

  @Test
  void refusesALogarithmicScaleInAGuidedSearch() {
    for (Range range :
        List.of(Range.logBetween(0.1, 1), new Range.IntRange(1, 9, Range.Scale.LOG))) {
      Search search =
          Search.over(Map.of("x", range, "c", Range.oneOf("a")), Metric.named("auc"))
              .strategy(Search.Strategy.BAYESIAN);
      Step tune = Step.tune("t", IMAGE, search).command("x").writes(MODEL, METRICS);
      assertThat(codes(Pipeline.named("p").step(tune))).containsExactly("unsupported");
    }
  }

  @Test
  void refusesTagsOfItsOwnAndTooMany() {
    assertThat(codes(chain().tag("retrain.run", "x"))).containsExactly("reserved-tag");
    Pipeline.Builder many = chain();
    for (int i = 0; i < 47; i++) {
      many.tag("k" + i, "v");
    }
    assertThat(codes(many)).containsExactly("too-many-tags");
  }

  @Test
  void refusesAnIdentityNobodyCanHave() {
    assertThat(codes(chain().identity("not an identity"))).containsExactly("illegal-identity");
  }

  @Test
  void refusesAStepThatWouldWriteWhereTheGateDoes() {
    assertThat(codes(gated(chain().step(AzureSamples.step("gate"))))).containsExactly("gate-name");
  }

  @Test
  void refusesACommandNoShellTakesAndABodyTheServiceRefuses() {
    Step step = AzureSamples.step("a").args(Arg.text("x".repeat(140_000)));
    assertThat(codes(Pipeline.named("p").step(step))).containsExactly("command-too-long");
    Pipeline.Builder large = Pipeline.named("p");
    for (int i = 0; i < 50; i++) {
      large.step(AzureSamples.step("s" + i).environment("V", "x".repeat(100_000)));
    }
    assertThat(codes(large)).containsExactly("request-too-large");
  }

  @Test
  void checksTheFormOfSettings() {
    for (String wrong :
        List.of(
            "subscription: mine",
            "resourceGroup: 'a b'",
            "workspace: w",
            "artifactRoot: https://x",
            "keyVault: http://x",
            "stepsImages: x")) {
      String key = wrong.substring(0, wrong.indexOf(':'));
      String text =
          BARE.lines()
                  .filter(line -> !line.startsWith(key + ":"))
                  .collect(Collectors.joining("\n", "", "\n"))
              + wrong;
      assertThatThrownBy(() -> new AzureTranslatorProvider().translator(Settings.parse(text, "s")))
          .as(wrong)
          .isInstanceOf(InvalidDefinitionException.class)
          .hasMessageContaining(key);
    }
  }
}
