package dev.retrain.api.pipeline;

import static dev.retrain.api.pipeline.Condition.atLeast;
import static dev.retrain.api.pipeline.Condition.atMost;
import static dev.retrain.api.pipeline.Condition.notWorseThanChampion;
import static dev.retrain.api.pipeline.StandardSteps.Embargo.embargo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.retrain.api.document.Node;
import dev.retrain.api.error.InvalidDefinitionException;
import dev.retrain.api.metric.Direction;
import dev.retrain.api.metric.Margin;
import dev.retrain.api.metric.Metric;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PipelineDocumentTest {

  private static final String IMAGE = "acme/x@sha256:" + "a".repeat(64);

  @ParameterizedTest
  @ValueSource(strings = {"minimal", "flight-delays", "everything"})
  void survivesTheRoundTripThroughYamlAndJson(String name) {
    Pipeline pipeline = Pipeline.read(Path.of("../examples/pipelines/" + name + ".yaml"));

    assertThat(Pipeline.parse(pipeline.toYaml(), "yaml"))
        .isEqualTo(pipeline)
        .hasSameHashCodeAs(pipeline);
    assertThat(Pipeline.parse(pipeline.canonicalJson(), "json").contentHash())
        .isEqualTo(pipeline.contentHash());
  }

  /** The design's sample, built in code, is the file that stands for it. */
  @Test
  void codeAndFileAreTheSamePipeline() {
    Artifact<Kind.Dataset> raw = Artifact.dataset("raw");
    Artifact<Kind.Dataset> train = Artifact.dataset("train");
    Artifact<Kind.Dataset> holdout = Artifact.dataset("holdout");
    Artifact<Kind.Profile> profile = Artifact.profile("profile");
    Artifact<Kind.Check> valid = Artifact.check("valid");
    Artifact<Kind.Model> model = Artifact.model("model");
    Artifact<Kind.Model> champion = Artifact.champion();
    Artifact<Kind.Metrics> metrics = Artifact.metrics("metrics");
    String digest = "@sha256:" + "b".repeat(64);

    Pipeline pipeline =
        Pipeline.named("flight-delays")
            .parameter("week", "2001-W05")
            .step(StandardSteps.ingest("ingest", "flights.parquet").parameters("week").writes(raw))
            .step(StandardSteps.profile("profile").reads(raw).writes(profile))
            .step(
                StandardSteps.validate("validate", "flights.schema.json")
                    .reads(profile)
                    .writes(valid))
            .step(
                StandardSteps.split("split")
                    .byTime("date", embargo(Duration.ofDays(1)))
                    .reads(raw, valid)
                    .writes(train, holdout))
            .step(
                Step.train("train", "acme/flights-train" + digest)
                    .command("java", "-jar", "/app/train.jar")
                    .reads(train, champion)
                    .writes(model)
                    .parameters("retrain_mode")
                    .hyperparameters(Map.of("depth", 6))
                    .on(Resources.cpu(4).memory("8Gi")))
            .step(
                Step.evaluate("evaluate", "acme/flights-eval" + digest)
                    .command("java", "-jar", "/app/evaluate.jar")
                    .reads(holdout, model, champion)
                    .writes(metrics))
            .when(
                metrics,
                atLeast("auc", 0.60)
                    .and(atMost("log_loss", 0.55))
                    .and(notWorseThanChampion("auc", Margin.absolute(0.01))),
                approved ->
                    approved
                        .register("flight-delays", model)
                        .servedBy(
                            Serving.image("acme/flights-serve" + digest).predictPath("/predict")))
            .build();

    Pipeline file = Pipeline.read(Path.of("../examples/pipelines/flight-delays.yaml"));
    String withoutIsoDuration =
        pipeline.canonicalJson().replace("\"embargo\":\"PT24H\"", "\"embargo\":\"P1D\"");
    assertThat(withoutIsoDuration).isEqualTo(file.canonicalJson());
  }

  @Test
  void carriesEveryOptionThroughTheDocument() {
    Search search =
        Search.over(
                Map.of(
                    "rate", Range.logBetween(0.01, 1),
                    "share", Range.between(0, 1),
                    "loss", Range.oneOf("a", "b"),
                    "bins", Range.oneOf(1.5, 2)),
                new Metric("own", Direction.LOWER_IS_BETTER, ""))
            .strategy(Search.Strategy.GRID)
            .trials(6, 3)
            .stopAfter(2)
            .seed(9);
    Step all =
        Step.tune("tune", "acme/x:1", search)
            .allowMutableTag()
            .command("a b", "--", "é\n\"'${{")
            .writes(Artifact.model("model"), Artifact.metrics("metrics"), Artifact.scores("scores"))
            .args(
                Arg.text("--m"),
                Arg.out(Artifact.model("model")),
                Arg.out(Artifact.metrics("metrics")),
                Arg.out(Artifact.scores("scores")),
                Arg.param("n"),
                Arg.hyperparameters())
            .parameters("n", "flag", "x")
            .hyperparameters(Map.of("on", true, "k", 2L, "f", 0.5f, "t", "text"))
            .on(
                Resources.cpu(0.5)
                    .memory("512Mi")
                    .gpu(2, "nvidia-a100")
                    .spot()
                    .nodes(3)
                    .disk("10Gi"))
            .retry(Retry.attempts(3).backoff(Duration.ofSeconds(1)))
            .timeout(Duration.ofMinutes(5))
            .cachedFor(Duration.ofDays(7))
            .environment("A", "1")
            .secret("B", SecretRef.secret("b"))
            .secret("C", SecretRef.secret("c", "key"))
            .identity("role")
            .hint("sagemaker", "k", "v")
            .hint("sagemaker", "k2", "v2");
    Pipeline pipeline =
        Pipeline.named("all")
            .identity("pipeline-role")
            .tag("Owner", "me")
            .parameter("n", 5)
            .parameter("flag", true)
            .parameter("x", 0.1)
            .step(all)
            .build();

    Pipeline again = Pipeline.parse(pipeline.toYaml(), "yaml");

    assertThat(again).isEqualTo(pipeline);
    assertThat(again.steps()).isEqualTo(pipeline.steps());
    assertThat(again.step("tune").task().execution().hints("sagemaker")).hasSize(2);
    assertThat(again.step("tune").task().execution().hints("vertex")).isEmpty();
    assertThat(again.identityOf(again.step("tune"))).contains("role");
    assertThat(((Step.Tune) again.step("tune")).search().orElseThrow().maximize()).isFalse();
    assertThat(pipeline.toYaml()).doesNotContain("SecretRef");
  }

  @Test
  void hashDoesNotDependOnTheOrderOfSteps() {
    List<Step> steps = new ArrayList<>(manySteps(60));
    String hash = build(steps).contentHash();
    Random random = new Random(7);
    for (int i = 0; i < 20; i++) {
      Collections.shuffle(steps, random);
      assertThat(build(steps).contentHash()).isEqualTo(hash);
    }
  }

  @Test
  void ordersEachStepAfterWhatItReads() {
    Random random = new Random(11);
    for (int round = 0; round < 50; round++) {
      List<Step> steps = new ArrayList<>();
      int n = 2 + random.nextInt(30);
      for (int i = 0; i < n; i++) {
        Step step = Step.process("s" + i, IMAGE).command("x").writes(Artifact.dataset("d" + i));
        for (int j = 0; j < i; j++) {
          step = random.nextInt(4) == 0 ? step.reads(Artifact.dataset("d" + j)) : step;
        }
        steps.add(step);
      }
      Collections.shuffle(steps, random);
      Pipeline pipeline = build(steps);
      List<String> done = new ArrayList<>();
      for (Step step : pipeline.steps()) {
        assertThat(done).containsAll(pipeline.upstream(step));
        done.add(step.name());
      }
      assertThat(done).hasSize(n);
    }
  }

  private static Pipeline build(List<Step> steps) {
    Pipeline.Builder builder = Pipeline.named("many");
    steps.forEach(builder::step);
    return builder.build();
  }

  private static List<Step> manySteps(int n) {
    List<Step> steps = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      Step step = Step.process("step-" + i, IMAGE).command("x").writes(Artifact.dataset("d-" + i));
      steps.add(i == 0 ? step : step.reads(Artifact.dataset("d-" + (i - 1) / 2)));
    }
    return steps;
  }

  @Test
  void hashesTheSameInEveryVersionOfTheLibrary() {
    Pipeline minimal =
        Pipeline.named("pinned")
            .step(Step.process("only", IMAGE).command("run").writes(Artifact.dataset("out")))
            .build();

    assertThat(minimal.canonicalJson())
        .isEqualTo(
            "{\"name\":\"pinned\",\"retrain\":\"pipeline/v1\",\"steps\":[{\"command\":[\"run\"],"
                + "\"image\":\""
                + IMAGE
                + "\",\"kind\":\"process\",\"name\":\"only\",\"writes\":[{\"out\":\"dataset\"}]}]}");
  }

  @Test
  void bindsParametersAndNamesEveryWrongOne() {
    Pipeline pipeline =
        Pipeline.named("bind")
            .parameter("rows", 10)
            .parameter(Parameter.required("week", Parameter.Type.STRING))
            .step(Step.process("s", IMAGE).command("x").parameters("rows", "week", "run_key"))
            .build();

    assertThat(pipeline.bind(Map.of("week", "w", "rows", "007")))
        .isEqualTo(new TreeMap<>(Map.of("week", "w", "rows", "7")));
    assertThat(pipeline.reservedParametersUsed()).containsExactly("run_key");
    assertThat(pipeline.parameter("rows")).isPresent();
    assertThatThrownBy(() -> pipeline.bind(Map.of("rows", "x", "wek", "y", "run_key", "z")))
        .isInstanceOfSatisfying(
            InvalidDefinitionException.class,
            e ->
                assertThat(e.problems())
                    .extracting(p -> p.code())
                    .containsExactlyInAnyOrder(
                        "unknown-parameter",
                        "unknown-parameter",
                        "ill-typed-parameter",
                        "missing-parameter"));
    assertThatThrownBy(() -> Parameter.withDefault("b", Parameter.Type.BOOLEAN, "maybe"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Parameter.withDefault("n", Parameter.Type.NUMBER, "NaN"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void tellsAStandardStepWhatFollows() {
    Pipeline pipeline = Pipeline.read(Path.of("../examples/pipelines/flight-delays.yaml"));

    assertThat(pipeline.step("split").task().arguments())
        .startsWith(Arg.text("--by"), Arg.text("time"))
        .containsSequence(
            Arg.text("--reads"),
            Arg.text("raw:dataset"),
            Arg.text("--writes"),
            Arg.text("train:dataset,holdout:dataset"),
            Arg.text("--raw"),
            new Arg.In("raw"))
        .doesNotContain(new Arg.In("valid"));
    assertThat(pipeline.step("train").task().arguments())
        .containsSequence(Arg.text("--hyperparameters"), Arg.hyperparameters());
  }

  @Test
  void knowsItsGraph() {
    Pipeline pipeline = Pipeline.read(Path.of("../examples/pipelines/flight-delays.yaml"));

    assertThat(pipeline.readsChampion()).isTrue();
    assertThat(pipeline.writerOf("model").map(Step::name)).contains("train");
    assertThat(pipeline.writerOf("champion")).isEmpty();
    assertThat(pipeline.upstream(pipeline.step("split"))).containsExactly("ingest", "validate");
    assertThat(pipeline.gate().map(g -> g.registration().modelName()))
        .isEqualTo(Optional.of("flight-delays"));
    assertThat(pipeline.identity()).isEmpty();
    assertThat(pipeline.tags()).isEmpty();
    assertThat(pipeline.toString()).startsWith("pipeline flight-delays (");
    assertThatThrownBy(() -> pipeline.step("nope")).hasMessageContaining("nope");
  }

  @Test
  void publishedSchemaIsTheGeneratedOne() throws Exception {
    Path published = Path.of("../docs/pipeline.schema.json");
    if (Boolean.getBoolean("docs.update")) {
      Files.writeString(published, Pipeline.jsonSchema());
    }

    assertThat(Files.readString(published))
        .as("run with -Ddocs.update=true after a change")
        .isEqualTo(Pipeline.jsonSchema());
  }

  @Test
  void evaluatesConditionsWithTheNumbersSeen() {
    Condition condition =
        atLeast("auc", 0.6).and(notWorseThanChampion("log_loss", Margin.relative(0.1)));

    GateResult good =
        condition.evaluate(Map.of("auc", 0.7, "log_loss", 0.5, "champion.log_loss", 0.48));
    GateResult bad =
        condition.evaluate(Map.of("auc", 0.5, "log_loss", 0.6, "champion.log_loss", 0.4));
    GateResult first = condition.evaluate(Map.of("auc", 0.7, "log_loss", 0.5));
    GateResult missing = condition.evaluate(Map.of("log_loss", 0.5, "champion.auc", 0.6));

    assertThat(good.passed()).isTrue();
    assertThat(bad.passed()).isFalse();
    assertThat(bad.why()).contains("auc >= 0.6 does not hold (0.5)").contains("log_loss");
    assertThat(first.passed()).isTrue();
    assertThat(missing.passed()).isFalse();
    assertThat(missing.why()).contains("missing");
    assertThat(good.why()).contains("holds");
  }

  @Test
  void derivesGainsInTheGoodDirection() {
    Map<String, Double> metrics =
        GateMetrics.withGains(
            Map.of("auc", 0.7, "champion.auc", 0.6, "mae", 8.0, "champion.mae", 10.0, "own", 1.0));

    assertThat(metrics.get("gain.auc")).isCloseTo(0.1, org.assertj.core.data.Offset.offset(1e-12));
    assertThat(metrics.get("gain.mae")).isEqualTo(2.0);
    assertThat(metrics.get("relative_gain.mae")).isEqualTo(0.2);
    assertThat(metrics).doesNotContainKey("gain.own");
    assertThat(GateMetrics.withGains(Map.of("auc", 0.7, "gain.auc", 0.3)).get("gain.auc"))
        .isEqualTo(0.3);
  }

  @Test
  void printsSecretsAsStars() {
    assertThat(SecretRef.secret("name", "key")).hasToString("***");
  }

  @Test
  void describesConditions() {
    assertThat(notWorseThanChampion("auc", Margin.absolute(0.01)).toString())
        .isEqualTo("auc not worse than the champion's by more than 0.01");
    assertThat(atMost("mae", 3).and(atLeast("auc", 1)).toString())
        .isEqualTo("mae <= 3.0 and auc >= 1.0");
    assertThatThrownBy(() -> new Condition.All(List.of()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(
            ((Condition.NotWorseThanChampion)
                    notWorseThanChampion(Metric.MAE, Margin.relative(0.1)))
                .asComparison())
        .isEqualTo(new Condition.AtLeast("relative_gain.mae", -0.1));
  }

  @Test
  void keepsScalarsAsTheyWere() {
    Step step = Step.process("s", IMAGE).hyperparameters(Map.of("n", Node.of(3L)));

    assertThat(step.task().wiring().hyperparameters().get("n")).isEqualTo(Node.of(3L));
  }
}
