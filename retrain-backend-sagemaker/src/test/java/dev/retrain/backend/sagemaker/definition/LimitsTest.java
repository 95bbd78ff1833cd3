package dev.retrain.backend.sagemaker.definition;

import static dev.retrain.backend.sagemaker.definition.SageMakerSamples.IMAGE;
import static dev.retrain.backend.sagemaker.definition.SageMakerSamples.METRICS;
import static dev.retrain.backend.sagemaker.definition.SageMakerSamples.MODEL;
import static dev.retrain.backend.sagemaker.definition.SageMakerSamples.RAW;
import static dev.retrain.backend.sagemaker.definition.SageMakerSamples.chain;
import static dev.retrain.backend.sagemaker.definition.SageMakerSamples.translator;
import static dev.retrain.backend.sagemaker.definition.SageMakerSamples.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.retrain.api.document.Settings;
import dev.retrain.api.error.InvalidDefinitionException;
import dev.retrain.api.error.Problem;
import dev.retrain.api.error.UnsupportedFeature;
import dev.retrain.api.metric.Metric;
import dev.retrain.api.pipeline.Artifact;
import dev.retrain.api.pipeline.Condition;
import dev.retrain.api.pipeline.Pipeline;
import dev.retrain.api.pipeline.Range;
import dev.retrain.api.pipeline.Resources;
import dev.retrain.api.pipeline.Search;
import dev.retrain.api.pipeline.SecretRef;
import dev.retrain.api.pipeline.Serving;
import dev.retrain.api.pipeline.StandardSteps;
import dev.retrain.api.pipeline.Step;
import dev.retrain.backend.sagemaker.SageMakerTranslatorProvider;
import dev.retrain.spi.backend.Translator;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LimitsTest {

  private static List<String> codes(Translator translator, Pipeline.Builder pipeline) {
    return translator.preflight(pipeline.build()).problems().stream().map(Problem::code).toList();
  }

  private static List<String> codes(Pipeline.Builder pipeline) {
    return codes(translator(), pipeline);
  }

  private static Translator bare() {
    return new SageMakerTranslatorProvider()
        .translator(
            Settings.parse(
                """
                role: arn:aws:iam::123456789012:role/r
                region: eu-central-1
                artifactRoot: s3://bucket/x
                """,
                "test"));
  }

  @Test
  void namesEveryProblemAtOnceWithStepReasonAndFix() {
    Pipeline pipeline =
        with(train ->
                train
                    .on(Resources.cpu(4).gpu(1, "nvidia-b200"))
                    .timeout(Duration.ofDays(29))
                    .hint("sagemaker", "spotPrice", "1"))
            .build();
    List<Problem> problems = translator().preflight(pipeline).problems();
    assertThat(problems).extracting(Problem::subject).containsOnly("step train");
    assertThat(problems)
        .extracting(Problem::code)
        .containsExactly("unsupported", "timeout-too-long", "unknown-hint");
    assertThat(problems.get(0).what()).contains("nvidia-b200");
    assertThat(problems.get(0).fix()).contains("nvidia-t4");
    assertThatThrownBy(() -> translator().translate(pipeline))
        .isInstanceOf(UnsupportedFeature.class)
        .hasMessageContaining("2505600 s");
  }

  @Test
  void refusesAMachineNobodyOffers() {
    assertThat(codes(with(train -> train.on(Resources.cpu(500))))).containsExactly("no-machine");
  }

  @Test
  void keepsProcessingJobsFromInstancesOnlyTrainingHas() {
    Resources eight = Resources.cpu(1).gpu(8, "nvidia-a100");
    assertThat(codes(with(train -> train.on(eight)))).isEmpty();
    Step process = Step.process("p", IMAGE).command("x").on(eight);
    assertThat(codes(Pipeline.named("p").step(process))).containsExactly("unsupported");
  }

  @Test
  void refusesWhatAProcessingJobCannotBe() {
    Step step =
        Step.process("p", IMAGE)
            .command("x")
            .on(Resources.cpu(1).nodes(101).disk("20Ti"))
            .timeout(Duration.ofDays(10));
    assertThat(codes(Pipeline.named("p").step(step)))
        .containsExactly("timeout-too-long", "too-many-nodes", "disk-too-large");
  }

  @Test
  void needsAnImageWithADigestForStandardSteps() {
    Pipeline.Builder standard =
        Pipeline.named("p").step(StandardSteps.ingest("ingest", "f").writes(RAW));
    assertThat(codes(bare(), standard)).containsExactly("steps-image");
    assertThat(codes(standard)).isEmpty();
  }

  @Test
  void warnsOfImagesWithoutARegistry() {
    List<Problem> problems = bare().preflight(chain().build()).problems();
    assertThat(problems).extracting(Problem::code).containsOnly("image-without-registry");
    assertThat(problems).noneMatch(Problem::isError);
  }

  @Test
  void refusesTooManyInputsAndVariables() {
    Pipeline.Builder pipeline = Pipeline.named("p");
    Step reader = Step.process("reader", IMAGE).command("x");
    for (int i = 0; i < 11; i++) {
      var artifact = Artifact.dataset("d" + i);
      pipeline.step(Step.process("s" + i, IMAGE).command("x").writes(artifact));
      reader = reader.reads(artifact);
    }
    for (int i = 0; i < 101; i++) {
      reader = reader.environment("V" + i, "v");
    }
    assertThat(translator().preflight(pipeline.step(reader).build()).problems())
        .extracting(Problem::path)
        .containsExactly("steps.reader.Environment", "steps.reader.ProcessingInputs");
  }

  @Test
  void limitsTheVariablesOfTrialsMoreThanThoseOfJobs() {
    Search search = Search.over(Map.of("x", Range.between(0, 1)), Metric.named("auc"));
    Step tune = Step.tune("tune", IMAGE, search).command("x").writes(MODEL, METRICS);
    for (int i = 0; i < 47; i++) {
      tune = tune.environment("V" + i, "v");
    }
    assertThat(codes(Pipeline.named("p").step(tune))).containsExactly("request-limit");
    Step wordy =
        Step.tune("tune", IMAGE, search).command("x".repeat(200), "y").writes(MODEL, METRICS);
    List<String> words = new ArrayList<>(List.of("x".repeat(500)));
    words.add("");
    assertThat(codes(Pipeline.named("p").step(wordy))).isEmpty();
    Step long500 = wordy.command(words.toArray(String[]::new));
    assertThat(codes(Pipeline.named("p").step(long500)))
        .containsExactlyInAnyOrder("trial-command", "request-limit");
  }

  @Test
  void refusesSearchesTheServiceWouldRunOtherwise() {
    Map<String, Range> space = Map.of("k", Range.oneOf("a", "b", "c"), "l", Range.oneOf("d", "e"));
    Search grid = Search.over(space, Metric.named("auc")).strategy(Search.Strategy.GRID);
    assertThat(codes(tuning(grid.trials(5, 1)))).containsExactly("grid-too-large");
    assertThat(codes(tuning(grid.trials(6, 1).stopAfter(2)))).containsExactly("patience-too-small");
    Search many =
        Search.over(
            Map.of("k", Range.oneOf(IntStream.range(0, 31).asDoubleStream().toArray())),
            Metric.named("auc"));
    assertThat(codes(tuning(many))).containsExactly("request-limit");
  }

  private static Pipeline.Builder tuning(Search search) {
    return Pipeline.named("p")
        .step(Step.tune("tune", IMAGE, search).command("x").writes(MODEL, METRICS));
  }

  @Test
  void refusesVariablesThatHideWhereASecretIs() {
    assertThat(
            codes(
                with(
                    train ->
                        train.secret("DB", SecretRef.secret("db")).environment("DB_SECRET", ""))))
        .containsExactly("variable-twice");
  }

  @Test
  void refusesAnIdentityNoRoleCanHave() {
    assertThat(codes(with(train -> train.identity("not a role!"))))
        .containsExactly("illegal-identity");
  }

  @Test
  void refusesAHintWithCharactersOfItsOwn() {
    assertThat(codes(with(train -> train.hint("sagemaker", "instanceType", "ml x"))))
        .containsExactly("illegal-hint");
  }

  @Test
  void saysWhenACacheNeverHits() {
    assertThat(codes(with(train -> train.cachedFor(Duration.ofDays(1)).parameters("run_key"))))
        .containsExactly("cache-never-hits", "cache-never-hits");
    assertThat(
            codes(
                Pipeline.named("p")
                    .step(
                        Step.train("t", IMAGE)
                            .command("x")
                            .writes(MODEL, METRICS)
                            .cachedFor(Duration.ofMinutes(1)))))
        .containsExactly("cached-outputs");
  }

  @Test
  void refusesAServerTheServiceCannotReach() {
    Serving serving = Serving.image(IMAGE).port(9000);
    Pipeline.Builder pipeline =
        chain()
            .when(
                METRICS,
                Condition.atLeast("auc", 0.5),
                approved -> approved.register("m", MODEL).servedBy(serving));
    assertThat(codes(pipeline)).containsExactly("serving-port", "serving-paths");
    Serving huge =
        Serving.image(IMAGE).predictPath("/invocations").healthPath("/ping").on(Resources.cpu(999));
    assertThat(
            codes(
                chain()
                    .when(
                        METRICS,
                        Condition.atLeast("auc", 0.5),
                        approved -> approved.register("m", MODEL).servedBy(huge))))
        .containsExactly("no-machine");
  }

  @Test
  void refusesAnEmptyTagWhereAVersionMustCarryIt() {
    assertThat(codes(SageMakerSamples.gated(chain()).tag("k", ""))).containsExactly("empty-tag");
  }

  @Test
  void warnsBeyondTheUsualNumberOfStepsAndRefusesBeyondTheSize() {
    Pipeline.Builder pipeline = Pipeline.named("p");
    for (int i = 0; i < 900; i++) {
      Step step = Step.process("s" + i, IMAGE).command("x");
      for (int v = 0; v < 4; v++) {
        step = step.environment("V" + v, "y".repeat(250));
      }
      pipeline.step(step);
    }
    assertThat(codes(pipeline)).containsExactly("definition-too-large", "many-steps");
  }

  @Test
  void countsParameters() {
    Pipeline.Builder pipeline = Pipeline.named("p");
    Step step = Step.process("s", IMAGE).command("x").args();
    for (int i = 0; i < 196; i++) {
      pipeline.parameter("p" + i, "");
      step = step.parameters("p" + i);
    }
    assertThat(codes(pipeline.step(step))).containsExactly("too-many-parameters");
  }

  @Test
  void listsEveryProblemOfTheSettings() {
    assertThatThrownBy(
            () ->
                new SageMakerTranslatorProvider()
                    .translator(
                        Settings.parse(
                            """
                            region: eu-central-1
                            artifactRot: s3://bucket
                            network: {subnets: [], securityGroups: [x]}
                            """,
                            "settings.yaml")))
        .isInstanceOfSatisfying(
            InvalidDefinitionException.class,
            e ->
                assertThat(e.problems())
                    .extracting(Problem::what)
                    .anySatisfy(what -> assertThat(what).contains("artifactRot"))
                    .anySatisfy(what -> assertThat(what).contains("'role' is missing"))
                    .anySatisfy(what -> assertThat(what).contains("1 to 16 subnets")));
  }

  @Test
  void checksTheFormOfSettings() {
    for (String wrong :
        List.of(
            "role: nobody",
            "region: Frankfurt",
            "artifactRoot: s3://bucket/",
            "encryption: {volumeKey: 'a b'}",
            "network: {subnets: [a], securityGroups: []}",
            "network: {subnets: ['a b'], securityGroups: [c]}",
            "stepsImages: x")) {
      String key = wrong.substring(0, wrong.indexOf(':'));
      String text =
          """
          role: arn:aws:iam::123456789012:role/r
          region: eu-central-1
          artifactRoot: s3://bucket/x
          """
                  .lines()
                  .filter(line -> !line.startsWith(key + ":"))
                  .collect(Collectors.joining("\n", "", "\n"))
              + wrong;
      assertThatThrownBy(
              () -> new SageMakerTranslatorProvider().translator(Settings.parse(text, "s")))
          .as(wrong)
          .isInstanceOf(InvalidDefinitionException.class);
    }
  }

  @Test
  void takesALargerInstanceWhereTheOwnStorageIsTooSmall() {
    Pipeline pipeline =
        with(train -> train.on(Resources.cpu(4).gpu(1, "nvidia-t4").disk("400Gi"))).build();

    assertThat(translator().preflight(pipeline).passed()).isTrue();
    assertThat(translator().plan(pipeline).steps().get(1).resources())
        .containsEntry("machine", "ml.g4dn.8xlarge");
    assertThat(
            codes(
                with(
                    train ->
                        train
                            .on(Resources.cpu(4).gpu(1, "nvidia-t4").disk("400Gi"))
                            .hint("sagemaker", "instanceType", "ml.g4dn.xlarge"))))
        .containsExactly("disk-too-large");
  }

  @Test
  void namesTheEntryThatIsTooLong() {
    assertThat(
            translator()
                .preflight(with(train -> train.environment("LONG", "x".repeat(600))).build())
                .problems())
        .extracting(Problem::what)
        .containsExactly("Environment 'LONG' has 600 characters, the service takes 512");
  }

  @Test
  void namesThePlaceOfAnArgumentThatIsTooLong() {
    assertThat(
            translator()
                .preflight(with(train -> train.command("fit", "x".repeat(300))).build())
                .problems())
        .extracting(Problem::what)
        .containsExactly("ContainerEntrypoint '2' has 300 characters, the service takes 256");
  }

  @Test
  void refusesZeroBytesAndNamesOfRolesBeyondTheirLimit() {
    assertThat(codes(with(train -> train.environment("E", "a\0b")))).containsExactly("text");
    assertThat(codes(with(train -> train.identity("r".repeat(65)))))
        .containsExactly("illegal-identity");
    assertThat(codes(with(train -> train.identity("r".repeat(64))))).isEmpty();
  }

  @Test
  void refusesNamesOfImagesWithCapitals() {
    assertThat(
            codes(
                Pipeline.named("p")
                    .step(Step.process("s", "Acme/Train@sha256:" + "0".repeat(64)).command("run"))))
        .containsExactly("image-name");
  }

  @Test
  void warnsOfFilesThatNothingCarries() {
    assertThat(
            codes(
                Pipeline.named("p")
                    .step(
                        StandardSteps.ingest("ingest", "flights/2026.csv")
                            .writes(Artifact.dataset("rows")))))
        .containsExactly("local-file");
  }
}
