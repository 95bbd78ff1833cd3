package dev.retrain.runtime.batch;

import static dev.retrain.api.metric.Percent.percent;
import static dev.retrain.runtime.trigger.Triggers.flag;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.retrain.api.error.InvalidDefinitionException;
import dev.retrain.api.error.PermanentFailure;
import dev.retrain.api.metric.Fraction;
import dev.retrain.api.metric.Margin;
import dev.retrain.api.registry.ModelVersion;
import dev.retrain.api.retraining.Decision;
import dev.retrain.api.retraining.Decision.Kind;
import dev.retrain.api.retraining.RetrainMode;
import dev.retrain.api.retraining.Retraining;
import dev.retrain.api.rollout.RollbackRule;
import dev.retrain.api.rollout.Rollout;
import dev.retrain.api.rollout.Target;
import dev.retrain.runtime.Retrainer;
import dev.retrain.runtime.Scene;
import dev.retrain.runtime.rollout.PairedRows;
import dev.retrain.spi.deploy.OutcomeTotals;
import dev.retrain.spi.deploy.TrafficSplit;
import dev.retrain.spi.registry.ModelRegistry;
import dev.retrain.spi.state.StateStore;
import dev.retrain.testkit.FakeBackend;
import dev.retrain.testkit.FixedFlags;
import dev.retrain.testkit.InMemoryStateStore;
import dev.retrain.testkit.SettableClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A model that scores one batch a day, through the engine. */
class BatchScoresTest {

  private static final Target TARGET = Target.registryAlias(Scene.NAME);
  private static final int ROWS = 400;

  @TempDir Path folder;
  private final SettableClock clock = SettableClock.at("2001-01-01T00:00:00Z");
  private final FakeBackend backend = new FakeBackend(clock);
  private final StateStore store = new InMemoryStateStore();
  private final FixedFlags flags = new FixedFlags();
  private BatchScores scores;
  private Retrainer retrainer;
  private int day;

  @BeforeEach
  void begin() {
    scores = BatchScores.of(Scene.NAME, store, folder);
    retrainer =
        Retrainer.on(backend)
            .store(store)
            .clock(clock)
            .flags(flags)
            .deployer(TARGET, scores)
            .add(
                policy(
                    Rollout.shadow(percent(100))
                        .minimumRequests(ROWS)
                        .rollbackIf(
                            RollbackRule.drop("accuracy", Margin.absolute(0.03)),
                            RollbackRule.errorRateAbove(new Fraction(0.05)))))
            .build();
    retrain();
    assertThat(champion()).contains("1");
  }

  private static Retraining policy(Rollout rollout) {
    return Scene.policy()
        .when(flag("force_retrain"), RetrainMode.FULL)
        .rollout(rollout)
        .to(TARGET)
        .build();
  }

  private void retrain() {
    flags.set("force_retrain", false);
    tick();
    flags.set("force_retrain", true);
    tick();
    tick();
  }

  private void tick() {
    clock.advance(Duration.ofHours(1));
    retrainer.tick();
  }

  private Optional<String> champion() {
    return backend
        .registry()
        .byAlias(Scene.NAME, ModelRegistry.CHAMPION)
        .map(ModelVersion::version);
  }

  /** A batch scored by whoever shall score it; each version is right as often as it is said. */
  private void batch(Map<String, Double> right, boolean labelled) {
    String name = "2001-01-" + ++day;
    Map<String, Double> labels = new TreeMap<>();
    for (int row = 0; row < ROWS; row++) {
      labels.put("row" + row, (double) (row % 2));
    }
    for (String version : scores.versions()) {
      Map<String, Double> said = new TreeMap<>();
      for (int row = 0; row < ROWS; row++) {
        boolean wrong = (row * 7919 % ROWS) >= right.get(version) * ROWS;
        double score = wrong ? 1 - row % 2 : row % 2;
        said.put("row" + row, right.get(version) < 0 ? Double.NaN : 0.1 + 0.8 * score);
      }
      scores.scored(name, version, said);
    }
    if (labelled) {
      scores.labelled(name, labels);
    }
    tick();
    tick();
  }

  private Decision last(Kind kind) {
    List<Decision> found =
        store.history(Scene.NAME, 0).stream()
            .map(StateStore.LogEntry::decision)
            .filter(d -> d.kind() == kind)
            .toList();
    return found.get(found.size() - 1);
  }

  @Test
  void bothVersionsScoreOneBatchBeforeTheAliasMoves() throws IOException {
    retrain();
    assertThat(scores.versions()).containsExactly("1", "2");
    assertThat(scores.live()).contains("1");
    assertThat(Files.readString(folder.resolve("plan.json")))
        .isEqualTo("{\"beside\":[\"2\"],\"live\":\"1\"}");
    tick();
    tick();
    assertThat(champion()).contains("1");

    batch(Map.of("1", 0.85, "2", 0.86), true);

    assertThat(champion()).contains("2");
    assertThat(scores.versions()).containsExactly("2");
    assertThat(retrainer.phase(Scene.NAME)).isEqualTo("idle");
    batch(Map.of("2", 0.86), true);
    assertThat(last(Kind.DISARMED).why())
        .startsWith("the next batch of 400 rows has 400 labels; no harm:");
  }

  @Test
  void aChallengerThatScoresTheBatchWorseIsSentBackBeforeTheAliasMoves() {
    retrain();
    batch(Map.of("1", 0.85, "2", 0.6), true);

    assertThat(champion()).contains("1");
    assertThat(last(Kind.ROLLED_BACK).rule())
        .isEqualTo("rollback: accuracy drops by more than 0.03");
    assertThat(scores.versions()).containsExactly("1");
  }

  @Test
  void rowsThatBothHaveRightOrWrongTellNothing() {
    retrain();
    // Of 400 rows the challenger has 28 wrong that the champion has right, and none the other way:
    // 7 points. Taken as independent, 0.85 and 0.78 of 400 rows each would not be told apart.
    batch(Map.of("1", 0.85, "2", 0.78), true);

    assertThat(champion()).contains("1");
    assertThat(last(Kind.ROLLED_BACK).rule())
        .isEqualTo("rollback: accuracy drops by more than 0.03");
    assertThat(last(Kind.ROLLED_BACK).why())
        .startsWith("accuracy is worse on a share of 0.967")
        .contains("of the 28 rows on which the versions differ");
  }

  @Test
  void versionsThatSayTheSameAreNoReasonToWait() {
    retrain();
    batch(Map.of("1", 0.85, "2", 0.85), true);
    assertThat(champion()).contains("2");
  }

  @Test
  void pairsAreComparedWhenTheLiveVersionComesLast() {
    retrain();
    scores.scored("b", "2", Map.of("x", 0.9, "y", 0.9, "z", Double.NaN));
    scores.labelled("b", Map.of("x", 1.0, "y", 0.0, "z", 1.0));
    assertThat(paired("errors")).isEqualTo(OutcomeTotals.NONE);
    scores.scored("b", "1", Map.of("x", 0.9, "y", 0.1, "z", 0.9));

    assertThat(paired("errors")).isEqualTo(new OutcomeTotals(3, 1, 1));
    assertThat(paired("accuracy")).isEqualTo(new OutcomeTotals(2, -1, 1));
    assertThat(paired("accuracy")).isEqualTo(new OutcomeTotals(2, -1, 1));
  }

  private OutcomeTotals paired(String metric) {
    return scores
        .health()
        .get("2")
        .outcomes()
        .getOrDefault(PairedRows.outcome(metric), OutcomeTotals.NONE);
  }

  @Test
  void theAliasMovesBackWhenTheNextBatchIsWorse() {
    batch(Map.of("1", 0.85), true);
    retrain();
    batch(Map.of("1", 0.85, "2", 0.86), true);
    assertThat(champion()).contains("2");

    batch(Map.of("2", 0.6), false);
    assertThat(champion()).contains("2");
    scores.labelled(
        "2001-01-" + day,
        java.util.stream.IntStream.range(0, ROWS)
            .boxed()
            .collect(java.util.stream.Collectors.toMap(r -> "row" + r, r -> (double) (r % 2))));
    tick();
    tick();

    assertThat(champion()).contains("1");
    assertThat(scores.live()).contains("1");
    assertThat(last(Kind.ROLLED_BACK).rule())
        .isEqualTo("armed rollback: accuracy drops by more than 0.03");
  }

  @Test
  void theAliasMovesBackWhenTheNextBatchCannotBeScored() {
    retrain();
    batch(Map.of("1", 0.85, "2", 0.86), true);
    assertThat(champion()).contains("2");

    batch(Map.of("2", -1.0), false);

    assertThat(champion()).contains("1");
    assertThat(last(Kind.ROLLED_BACK).rule()).startsWith("armed rollback: error");
  }

  @Test
  void refusesToSplitABatch() {
    assertThatThrownBy(() -> scores.route(TrafficSplit.of("2", percent(5), "1")))
        .isInstanceOf(PermanentFailure.class)
        .hasMessageContaining("the scores of a batch come from one version");
    assertThatThrownBy(() -> scores.route(TrafficSplit.all("9")))
        .hasMessageContaining("version 9 was never prepared");
    assertThatThrownBy(() -> scores.retire("1")).isInstanceOf(PermanentFailure.class);
  }

  @Test
  void refusesAComparisonThatNobodyShows() {
    assertThatThrownBy(
            () ->
                Retrainer.on(backend)
                    .store(store)
                    .add(policy(Rollout.shadow(percent(100))))
                    .build())
        .isInstanceOf(InvalidDefinitionException.class)
        .hasMessageContaining("nothing shows what they say about a batch");
  }

  @Test
  void refusesARuleOnLatencyThatNoBatchHas() {
    batch(Map.of("1", 0.85), true);
    retrainer =
        Retrainer.on(backend)
            .store(store)
            .clock(clock)
            .flags(flags)
            .deployer(TARGET, scores)
            .add(
                policy(
                    Rollout.shadow(percent(100))
                        .rollbackIf(RollbackRule.p95Above(Duration.ofMillis(100)))))
            .build();
    retrain();

    assertThat(champion()).contains("1");
    assertThat(last(Kind.ROLLED_BACK).why())
        .isEqualTo("no source has the latency: the target counts no durations");
  }

  @Test
  void saysWhatAFileThatCannotBeReadNeeds() throws IOException {
    Path file = folder.resolve("b").resolve("1").resolve("scores.csv");
    Files.createDirectories(file.getParent());
    Files.writeString(file, "name,value\nx,1\n");

    assertThatThrownBy(scores::health)
        .isInstanceOf(PermanentFailure.class)
        .hasMessageContaining("columns id and score");
  }
}
