package dev.retrain.api.retraining;

import static dev.retrain.api.metric.Percent.percent;
import static dev.retrain.api.retraining.Tag.environment;
import static dev.retrain.api.retraining.Tag.owner;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.retrain.api.document.DocumentReader;
import dev.retrain.api.document.Documents;
import dev.retrain.api.document.Node;
import dev.retrain.api.document.ObjectShape;
import dev.retrain.api.document.Shapes;
import dev.retrain.api.error.InvalidDefinitionException;
import dev.retrain.api.error.Problem;
import dev.retrain.api.evaluation.Evaluator;
import dev.retrain.api.evaluation.Scores;
import dev.retrain.api.evaluation.Verdict;
import dev.retrain.api.pipeline.Pipeline;
import dev.retrain.api.rollout.RollbackRule;
import dev.retrain.api.rollout.Rollout;
import dev.retrain.api.rollout.Target;
import dev.retrain.api.source.DataWindow;
import dev.retrain.api.source.DataWindows;
import dev.retrain.api.source.FlagSource;
import dev.retrain.api.source.MetricPoint;
import dev.retrain.api.source.MetricSource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RetrainingTest {

  private static final Path MINIMAL = Path.of("../examples/pipelines/minimal.yaml");
  private static final Pipeline PIPELINE = Pipeline.read(MINIMAL);

  /** A trigger that a document names {@code every}. */
  record Every(long hours) implements Trigger {
    @Override
    public Signal check(TriggerContext context) {
      return Signal.quiet("not yet");
    }

    @Override
    public String describe() {
      return "every " + hours + " h";
    }

    @Override
    public List<Problem> problems() {
      return hours > 0
          ? List.of()
          : List.of(Problem.error("never", "when", describe(), "it never fires", "Use 1 or more"));
    }
  }

  /** An evaluator that a document names {@code yes}. */
  record Yes() implements Evaluator {
    @Override
    public Verdict judge(Scores challenger, Optional<Scores> champion) {
      return new Verdict.Promote("always", Node.of(Map.of()));
    }
  }

  /** A metric source that a document names {@code constant}. */
  record Constant() implements MetricSource {
    @Override
    public List<MetricPoint> read(String metric, Instant after, Instant upTo) {
      return List.of();
    }
  }

  /** Describes {@link Every}; found by ServiceLoader. */
  public static final class EveryType extends NamedPart<Trigger, Every> {
    /** For {@link java.util.ServiceLoader}. */
    public EveryType() {
      super(Trigger.class, "every", Every.class);
    }

    @Override
    public ObjectShape<Every> shape() {
      ObjectShape.Builder<Every> every = ObjectShape.named("Every");
      var hours = every.required("hours", Shapes.integer(-1, 100), Every::hours, "between two");
      return every.build(f -> new Every(f.get(hours)));
    }
  }

  /** Describes {@link Yes}; found by ServiceLoader. */
  public static final class YesType extends NamedPart<Evaluator, Yes> {
    /** For {@link java.util.ServiceLoader}. */
    public YesType() {
      super(Evaluator.class, "yes", Yes.class);
    }

    @Override
    public ObjectShape<Yes> shape() {
      return ObjectShape.<Yes>named("Yes").build(f -> new Yes());
    }
  }

  /** Describes {@link Constant}; found by ServiceLoader. */
  public static final class ConstantType extends NamedPart<MetricSource, Constant> {
    /** For {@link java.util.ServiceLoader}. */
    public ConstantType() {
      super(MetricSource.class, "constant", Constant.class);
    }

    @Override
    public ObjectShape<Constant> shape() {
      return ObjectShape.<Constant>named("Constant").build(f -> new Constant());
    }
  }

  private static Retraining.Builder sound() {
    return Retraining.of(PIPELINE).when(new Every(1), RetrainMode.BATCH);
  }

  @Test
  void warnsOfARolloutWithoutARollbackRuleOrAVersionToRollBackTo() {
    Retraining.Builder bare =
        Retraining.of(PIPELINE)
            .when(new Never(), RetrainMode.BATCH)
            .tags(owner("risk"), environment("prod"))
            .to(Target.endpoint("prod"));

    assertThat(codes(bare.build())).contains("no-rollback-rule", "no-rollback-target");
    assertThat(
            codes(
                bare.rollout(
                        Rollout.canary(percent(5))
                            .rollbackIf(RollbackRule.p95Above(Duration.ofMillis(100))))
                    .build()))
        .doesNotContain("no-rollback-rule", "no-rollback-target");
    assertThat(
            codes(
                bare.rollout(Rollout.allAtOnce().rollbackWindow(Duration.ofDays(7), 100)).build()))
        .contains("no-rollback-rule")
        .doesNotContain("no-rollback-target");
  }

  @Test
  void warnsOfMissingTags() {
    Retraining.Builder bare = Retraining.of(PIPELINE).when(new Never(), RetrainMode.BATCH);

    assertThat(codes(bare.build())).contains("no-owner", "no-environment");
    assertThat(codes(bare.tags(owner("risk"), new Tag("environment", "prod")).build()))
        .contains("tag-spelling")
        .doesNotContain("no-owner", "no-environment");
  }

  private static List<String> codes(Retraining retraining) {
    return retraining.warnings().stream().map(Problem::code).toList();
  }

  private static final class Never implements Trigger {
    @Override
    public Signal check(TriggerContext context) {
      return Signal.quiet("never");
    }

    @Override
    public String describe() {
      return "never";
    }
  }

  @Test
  void survivesTheRoundTripThroughYaml() {
    Retraining retraining =
        sound()
            .named("flights")
            .tags(owner("risk"), environment("prod"))
            .when(new Every(3), RetrainMode.FULL)
            .cooldown(Duration.ofDays(1))
            .budget(8, Duration.ofDays(30))
            .promoteIf(new Yes())
            .metrics(new Constant())
            .rollout(Rollout.canary(percent(5)))
            .to(Target.endpoint("prod"))
            .build();

    Retraining again = Retraining.fromNode(Documents.parse(retraining.toYaml(), "r"));

    assertThat(again).isEqualTo(retraining);
    assertThat(again.canonicalJson()).isEqualTo(retraining.canonicalJson());
    assertThat(again.model()).isEqualTo("minimal");
    assertThat(again).hasToString("retraining flights");
  }

  @Test
  void readsAFileWhosePipelineIsAnotherFile(@TempDir Path folder) throws Exception {
    Files.copy(MINIMAL, folder.resolve("minimal.yaml"));
    Path file =
        Files.writeString(
            folder.resolve("retraining.yaml"),
            """
            retrain: retraining/v1
            pipeline: minimal.yaml
            when:
              - {trigger: {type: every, hours: 2}, mode: incremental}
            """);

    Retraining retraining = Retraining.read(file);

    assertThat(retraining.pipeline()).isEqualTo(PIPELINE);
    assertThat(retraining.triggers())
        .containsExactly(new TriggerRule(new Every(2), RetrainMode.INCREMENTAL));
    assertThat(retraining.target()).isEqualTo(Target.registryAlias("minimal"));
  }

  @Test
  void namesEveryProblemOfAFile(@TempDir Path folder) throws Exception {
    Files.copy(MINIMAL, folder.resolve("minimal.yaml"));
    Path file =
        Files.writeString(
            folder.resolve("retraining.yaml"),
            """
            retrain: retraining/v1
            pipeline: minimal.yaml
            wen: []
            when:
              - {trigger: {type: evry, hours: 2}, mode: incremental}
            guards: {cooldown: soon}
            """);

    assertThatThrownBy(() -> Retraining.read(file))
        .hasMessageContaining("retraining.yaml:3:1")
        .hasMessageContaining("Did you mean 'when'?")
        .hasMessageContaining("Did you mean 'every'?")
        .hasMessageContaining("retraining.yaml:6");
  }

  @Test
  void reportsTheProblemsOfItsPipeline() {
    assertThatThrownBy(
            () ->
                Retraining.fromNode(
                    Documents.parse(
                        """
                        retrain: retraining/v1
                        pipeline: {retrain: pipeline/v1, name: a, steps: []}
                        when: [{trigger: {type: every, hours: 2}, mode: full}]
                        """,
                        "r.yaml")))
        .isInstanceOfSatisfying(
            InvalidDefinitionException.class,
            e -> assertThat(e.problems()).extracting(Problem::code).contains("no-steps"));
  }

  @Test
  void refusesAPolicyThatCannotWork() {
    Pipeline gateless =
        Pipeline.parse(
            PIPELINE.toYaml().substring(0, PIPELINE.toYaml().indexOf("gate:")), "gateless");

    assertThatThrownBy(
            () ->
                Retraining.of(gateless)
                    .named("Bad Name")
                    .when(new Every(0), RetrainMode.BATCH)
                    .cooldown(Duration.ofDays(60))
                    .budget(8, Duration.ofDays(30))
                    .build())
        .isInstanceOfSatisfying(
            InvalidDefinitionException.class,
            e ->
                assertThat(e.problems())
                    .extracting(Problem::code)
                    .containsExactly("illegal-name", "no-gate", "never", "contradictory-guards"));
    assertThatThrownBy(() -> Retraining.of(PIPELINE).build()).hasMessageContaining("no run ever");
    assertThatThrownBy(() -> Guards.NONE.cooldown(Duration.ofSeconds(-1)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Guards.Budget(0, Duration.ofDays(1)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Guards.Budget(1, Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Tag("", "x")).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void cannotWriteAPartThatNobodyDescribes() {
    Trigger anonymous =
        new Trigger() {
          @Override
          public Signal check(TriggerContext context) {
            return Signal.fire("1", "always");
          }

          @Override
          public String describe() {
            return "always";
          }
        };

    assertThatThrownBy(
            () -> Retraining.of(PIPELINE).when(anonymous, RetrainMode.FULL).build().toNode())
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void describesItselfAsJsonSchema() {
    assertThat(Retraining.jsonSchema()).contains("\"every\"", "\"Rollout\"", "\"Pipeline\"");
  }

  @Test
  void theStrongestModeWins() {
    assertThat(RetrainMode.BATCH.or(RetrainMode.INCREMENTAL)).isEqualTo(RetrainMode.INCREMENTAL);
    assertThat(RetrainMode.IMMEDIATE.or(RetrainMode.INCREMENTAL)).isEqualTo(RetrainMode.IMMEDIATE);
    assertThat(RetrainMode.IMMEDIATE.or(RetrainMode.FULL)).isEqualTo(RetrainMode.FULL);
    assertThat(RetrainMode.FULL.parameter()).isEqualTo("full");
  }

  @Test
  void signalsCarryTheirReasons() {
    Node.Mapping numbers = Node.of(Map.of("ks", Node.of(0.1)));

    assertThat(Signal.fire("w1", "drift", numbers).evidence()).isEqualTo(numbers);
    assertThat(Signal.fire("w1", "drift").why()).isEqualTo("drift");
    assertThat(Signal.quiet("calm", numbers).evidence()).isEqualTo(numbers);
    assertThat(Signal.quiet("calm").evidence().entries()).isEmpty();
    assertThat(Signal.undecided("few", numbers).evidence()).isEqualTo(numbers);
    assertThat(Signal.undecided("few").why()).isEqualTo("few");
  }

  @Test
  void windowsAreInOrder() {
    Instant start = Instant.parse("2001-01-01T00:00:00Z");
    DataWindow window = new DataWindow(start, start.plusSeconds(1), Path.of("x.csv"), "v1");
    DataWindows one = (after, upTo) -> List.of(window);

    assertThat(one.latest(start)).contains(window);
    assertThat(DataWindows.NONE.latest(start)).isEmpty();
    assertThat(MetricSource.NONE.read("auc", start, start)).isEmpty();
    assertThat(FlagSource.NONE.flag("x")).isEmpty();
    assertThatThrownBy(() -> new DataWindow(start, start, Path.of("x"), "v"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void decisionsSurviveTheRoundTrip() {
    Decision decision =
        new Decision(
            "flights",
            Instant.parse("2001-02-05T03:00:00Z"),
            Decision.Kind.ROLLED_BACK,
            "rollback",
            "back to 1",
            "errors",
            Node.of(Map.of("error_rate", Node.of(0.2))),
            Optional.of("flights-1"),
            Optional.of("2"));

    Node node = Decision.shape().write(decision);

    assertThat(DocumentReader.of(Decision.shape(), node, "d")).isEqualTo(decision);
    assertThat(node.toString()).contains("\"kind\":\"rolled-back\"");
  }
}
