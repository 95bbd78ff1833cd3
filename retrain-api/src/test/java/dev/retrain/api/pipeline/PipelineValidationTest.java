package dev.retrain.api.pipeline;

import static dev.retrain.api.pipeline.Condition.atLeast;
import static dev.retrain.api.pipeline.Condition.notWorseThanChampion;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.retrain.api.error.InvalidDefinitionException;
import dev.retrain.api.error.InvalidPipelineException;
import dev.retrain.api.error.Problem;
import dev.retrain.api.metric.Margin;
import dev.retrain.api.metric.Metric;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PipelineValidationTest {

  private static final String IMAGE = "acme/x@sha256:" + "a".repeat(64);
  private static final Artifact<Kind.Dataset> TRAIN = Artifact.dataset("train");
  private static final Artifact<Kind.Dataset> HOLDOUT = Artifact.dataset("holdout");
  private static final Artifact<Kind.Model> MODEL = Artifact.model("model");
  private static final Artifact<Kind.Metrics> METRICS = Artifact.metrics("metrics");

  private static final Step PREPARE =
      Step.process("prepare", IMAGE).command("prepare").writes(TRAIN, HOLDOUT);
  private static final Step FIT =
      Step.train("fit", IMAGE).command("fit").reads(TRAIN).writes(MODEL);
  private static final Step JUDGE =
      Step.evaluate("judge", IMAGE).command("judge").reads(HOLDOUT, MODEL).writes(METRICS);

  static Pipeline.Builder sound() {
    return Pipeline.named("sound").step(PREPARE).step(FIT).step(JUDGE);
  }

  private static List<String> codes(UnaryOperator<Pipeline.Builder> change) {
    return problems(change.apply(sound())).stream().map(Problem::code).toList();
  }

  private static List<Problem> problems(Pipeline.Builder builder) {
    try {
      return builder.build().warnings();
    } catch (InvalidPipelineException e) {
      return e.problems();
    }
  }

  private static Step extra() {
    return Step.process("extra", IMAGE).command("run");
  }

  @Test
  void acceptsASoundPipeline() {
    assertThat(codes(p -> p)).containsExactly("no-validation");
  }

  @Test
  void refusesTwoStepsOfOneName() {
    assertThat(codes(p -> p.step(Step.process("fit", IMAGE).command("x"))))
        .contains("duplicate-step");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Fit", "fit_it", "1fit", "a--b", "-a", "a-", "ünï"})
  void refusesNamesABackendCouldNotCarry(String name) {
    assertThat(codes(p -> p.step(Step.process(name, IMAGE).command("x")))).contains("illegal-name");
    assertThat(codes(p -> p.step(extra().writes(Artifact.dataset(name))))).contains("illegal-name");
    assertThat(problems(Pipeline.named(name).step(extra())))
        .extracting(Problem::code)
        .contains("illegal-name");
  }

  @Test
  void refusesTwoWritersOfOneArtifact() {
    assertThat(codes(p -> p.step(extra().writes(TRAIN)))).contains("two-writers");
  }

  @Test
  void refusesAnArtifactNobodyWritesAndSuggestsOne() {
    assertThat(problems(sound().step(extra().reads(Artifact.dataset("trian")))))
        .anySatisfy(
            problem -> {
              assertThat(problem.code()).isEqualTo("unwritten-artifact");
              assertThat(problem.fix()).contains("'train'");
            });
  }

  @Test
  void refusesReadingAnArtifactAsAnotherKind() {
    assertThat(codes(p -> p.step(extra().reads(Artifact.metrics("train")))))
        .contains("artifact-kind");
  }

  @Test
  void refusesACheckNobodyWaitsFor() {
    assertThat(codes(p -> p.step(extra().writes(Artifact.check("valid")))))
        .contains("unread-check");
  }

  @Test
  void refusesStepsThatWaitForEachOther() {
    Artifact<Kind.Dataset> a = Artifact.dataset("a");
    Artifact<Kind.Dataset> b = Artifact.dataset("b");

    List<Problem> problems =
        problems(
            sound()
                .step(Step.process("one", IMAGE).command("x").reads(a).writes(b))
                .step(Step.process("two", IMAGE).command("x").reads(b).writes(a)));

    assertThat(problems)
        .anySatisfy(
            problem -> {
              assertThat(problem.code()).isEqualTo("cycle");
              assertThat(problem.what()).contains("one").contains("two").contains("->");
            });
  }

  @Test
  void refusesToJudgeAModelOnItsTrainingRows() {
    Step cheat =
        Step.evaluate("cheat", IMAGE)
            .command("x")
            .reads(TRAIN, MODEL)
            .writes(Artifact.metrics("more"));

    assertThat(codes(p -> p.step(cheat))).contains("evaluates-on-training-data");
  }

  @Test
  void refusesParametersUndeclaredUnusedReservedOrTwice() {
    assertThat(codes(p -> p.step(extra().parameters("week")))).contains("undeclared-parameter");
    assertThat(codes(p -> p.parameter("week", "1"))).contains("unused-parameter");
    assertThat(codes(p -> p.parameter("run_key", "1"))).contains("reserved-parameter");
    assertThat(codes(p -> p.parameter("week", "1").parameter("week", 2)))
        .contains("duplicate-parameter");
    assertThat(codes(p -> p.parameter("Week", "1"))).contains("illegal-name");
    assertThat(codes(p -> p.step(extra().parameters("sample")))).containsExactly("no-validation");
  }

  @Test
  void refusesSecretsInPlainText() {
    assertThat(codes(p -> p.step(extra().environment("DB_PASSWORD", "hunter2"))))
        .contains("plain-secret");
    assertThat(codes(p -> p.step(extra().environment("X", "AKIAABCDEFGHIJKLMNOP"))))
        .contains("plain-secret");
    assertThat(
            codes(
                p ->
                    p.step(
                        extra().hyperparameters(Map.of("k", "-----BEGIN RSA PRIVATE KEY-----")))))
        .contains("plain-secret");
    assertThat(codes(p -> p.parameter("k", "ghp_" + "a".repeat(36)))).contains("plain-secret");
  }

  @Test
  void neverRepeatsASecretInItsMessage() {
    List<Problem> problems = problems(sound().step(extra().environment("DB_PASSWORD", "hunter2")));

    assertThat(problems.toString()).doesNotContain("hunter2");
  }

  @Test
  void refusesAVariableThatIsPlainAndSecret() {
    assertThat(
            codes(
                p ->
                    p.step(
                        extra().environment("MODE", "x").secret("MODE", SecretRef.secret("mode")))))
        .contains("variable-twice");
    assertThat(codes(p -> p.step(extra().environment("a b", "x")))).contains("illegal-name");
  }

  @Test
  void refusesAProgramThatIsMissingMutableOrANotebook() {
    assertThat(codes(p -> p.step(Step.process("extra", IMAGE)))).contains("missing-command");
    assertThat(codes(p -> p.step(Step.process("extra", "acme/x:latest").command("x"))))
        .contains("mutable-image");
    assertThat(codes(p -> p.step(Step.process("extra", "acme/x:1").command("x").allowMutableTag())))
        .containsExactly("no-validation");
    assertThat(codes(p -> p.step(Step.process("extra", "a b").command("x"))))
        .contains("illegal-image");
    assertThat(codes(p -> p.step(Step.process("extra", IMAGE).command("run", "a.ipynb"))))
        .contains("notebook");
  }

  @Test
  void refusesArgumentsAboutThingsTheStepDoesNotHave() {
    assertThat(codes(p -> p.step(extra().args(Arg.in(TRAIN))))).contains("unknown-argument");
    assertThat(codes(p -> p.step(extra().args(Arg.param("week"))))).contains("unknown-argument");
    assertThat(codes(p -> p.step(extra().args(Arg.out(TRAIN))))).contains("unknown-argument");
    assertThat(
            codes(
                p ->
                    p.step(
                        extra()
                            .writes(Artifact.dataset("out"))
                            .args(Arg.text("--x"), Arg.hyperparameters()))))
        .contains("untold-output");
  }

  @Test
  void refusesAFlagThatCouldMeanTwoThings() {
    assertThat(codes(p -> p.parameter("train", "1").step(extra().reads(TRAIN).parameters("train"))))
        .contains("ambiguous-flag");
  }

  @Test
  void refusesToWriteTheChampion() {
    assertThat(codes(p -> p.step(extra().writes(Artifact.champion())))).contains("writes-champion");
  }

  @Test
  void refusesStepsThatDoNotWriteWhatTheirKindMust() {
    assertThat(codes(p -> p.step(Step.train("t", IMAGE).command("x")))).contains("missing-output");
    assertThat(codes(p -> p.step(Step.evaluate("e", IMAGE).command("x"))))
        .contains("missing-output");
    Search search = Search.over(Map.of("depth", Range.intBetween(1, 3)), Metric.AUC);
    assertThat(
            codes(
                p ->
                    p.step(
                        Step.tune("t", IMAGE, search)
                            .command("x")
                            .writes(Artifact.model("tuned"))
                            .hyperparameters(Map.of("depth", 2)))))
        .contains("missing-output", "searched-twice");
  }

  @Test
  void refusesAGateOnSomethingThatIsNoMetrics() {
    Pipeline.Builder builder =
        sound()
            .when(
                Artifact.metrics("train"),
                atLeast("auc", 0.6),
                approved -> approved.register("m", Artifact.model("nothing")));

    assertThat(problems(builder))
        .extracting(Problem::code)
        .contains("artifact-kind", "unwritten-artifact");
  }

  @Test
  void refusesTwoGatesBadModelNamesAndMutableServingImages() {
    Pipeline.Builder builder =
        sound()
            .when(
                METRICS,
                atLeast("auc", 0.6),
                approved ->
                    approved.register("Bad Name", MODEL).servedBy(Serving.image("acme/serve:1")))
            .when(METRICS, atLeast("auc", 0.7), approved -> approved.register("m", MODEL));

    assertThat(problems(builder))
        .extracting(Problem::code)
        .contains("two-gates", "illegal-name", "mutable-image");
  }

  @Test
  void warnsWhenAFixedFloorDecidesAlone() {
    Pipeline floorOnly =
        sound().when(METRICS, atLeast("auc", 0.6), a -> a.register("m", MODEL)).build();
    Pipeline relative =
        sound()
            .when(
                METRICS,
                atLeast("auc", 0.6).and(notWorseThanChampion("auc", Margin.absolute(0.01))),
                a -> a.register("m", MODEL))
            .build();

    assertThat(floorOnly.warnings()).extracting(Problem::code).contains("no-baseline");
    assertThat(relative.warnings()).extracting(Problem::code).doesNotContain("no-baseline");
  }

  @Test
  void refusesStandardStepsUsedWrongly() {
    Artifact<Kind.Check> valid = Artifact.check("valid");
    assertThat(codes(p -> p.step(StandardSteps.profile("extra").reads(TRAIN))))
        .contains("standard-step");
    assertThat(
            codes(
                p ->
                    p.step(StandardSteps.validate("v", "s.json").reads(MODEL).writes(valid))
                        .step(extra().reads(valid))))
        .contains("standard-step");
    assertThatThrownBy(() -> StandardSteps.profile("p").command("x"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> StandardSteps.split("s").random(1.5, 1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void refusesTagsThatAreTooLongAndPipelinesWithoutSteps() {
    assertThat(codes(p -> p.tag("", "x"))).contains("illegal-tag");
    assertThat(problems(Pipeline.named("empty"))).extracting(Problem::code).contains("no-steps");
  }

  @Test
  void listsEveryProblemOfAFileWithItsLine() {
    String text =
        """
        retrain: pipeline/v1
        name: planted
        parameters:
          unused: {default: x}
        steps:
          - name: prepare
            kind: process
            image: acme/prepare:latest
            command: [prepare]
            writes: [{train: dataset}]
          - name: fit
            kind: train
            image: %s
            comand: [fit]
            reads: [train, missing]
            writes: [{model: model}, {valid: check}]
        """
            .formatted(IMAGE);

    assertThatThrownBy(() -> Pipeline.parse(text, "planted.yaml"))
        .isInstanceOfSatisfying(
            InvalidDefinitionException.class,
            e ->
                assertThat(e.problems())
                    .filteredOn(Problem::isError)
                    .allSatisfy(p -> assertThat(p.location()).isPresent())
                    .extracting(p -> p.code() + "@" + p.location().orElseThrow().line())
                    .containsExactlyInAnyOrder(
                        "unknown-key@14",
                        "unused-parameter@4",
                        "mutable-image@8",
                        "missing-command@11",
                        "unwritten-artifact@15",
                        "unread-check@16"));
  }

  @ParameterizedTest
  @CsvSource({
    "'retrain: pipeline/v2\nname: a\nsteps: []', illegal-value",
    "'name: a\nsteps: []', missing-key",
    "'retrain: pipeline/v1\nname: a\nsteps: [{kind: proces, name: a}]', unknown-value",
    "'retrain: pipeline/v1\nname: a\nsteps: [{kind: process, name: a}]', illegal-value",
    "'retrain: pipeline/v1\n"
        + "name: a\n"
        + "steps: [{kind: process, name: a, standard: igest}]', standard-step",
    "'retrain: pipeline/v1\n"
        + "name: a\n"
        + "steps: [{kind: process, name: a, standard: ingest, options: {sorce: x}}]',"
        + " standard-step",
    "'retrain: pipeline/v1\n"
        + "name: a\n"
        + "steps: [{kind: process, name: a, image: x, args: [{on: x}]}]', wrong-value",
    "'retrain: pipeline/v1\n"
        + "name: a\n"
        + "steps: [{kind: process, name: a, image: x, writes: [raw]}]', wrong-value",
    "'retrain: pipeline/v1\n"
        + "name: a\n"
        + "steps: [{kind: process, name: a, image: x, resources: {memory: 8}}]', wrong-value",
    "'retrain: pipeline/v1\n"
        + "name: a\n"
        + "steps: [{kind: process, name: a, image: x, resources: {memory: 8G}}]', illegal-value",
    "'[]', wrong-type"
  })
  void namesWhatIsWrongInAFile(String text, String code) {
    assertThatThrownBy(() -> Pipeline.parse(text, "f.yaml"))
        .isInstanceOfSatisfying(
            InvalidDefinitionException.class,
            e -> assertThat(e.problems()).extracting(Problem::code).contains(code));
  }

  @Test
  void refusesValuesOutOfRangeWhereTheyAreMade() {
    assertThatThrownBy(() -> Retry.attempts(0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Retry.attempts(2).backoff(Duration.ofDays(1)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new CachePolicy(Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Resources.cpu(0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Resources.cpu(1).nodes(0))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Resources.cpu(1).gpu(0, "nvidia-t4"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Resources.cpu(1).gpu(1, "NVIDIA T4"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> extra().timeout(Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Range.between(2, 1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Range.logBetween(0, 1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Range.oneOf("a", "a")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new SecretRef("a b", java.util.Optional.empty()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Serving.image(IMAGE).port(0))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Serving.image(IMAGE).predictPath("x"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> atLeast("auc", Double.NaN))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> atLeast("", 1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> notWorseThanChampion("own", Margin.absolute(0)))
        .hasMessageContaining("direction");
    assertThatThrownBy(() -> extra().hyperparameters(Map.of("a", List.of())))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
