package dev.retrain.cli.goldens;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retrain.api.document.Documents;
import dev.retrain.api.document.Node;
import dev.retrain.api.retraining.RetrainMode;
import dev.retrain.api.retraining.Retraining;
import dev.retrain.runtime.Retrainer;
import dev.retrain.runtime.audit.AuditLog;
import dev.retrain.runtime.batch.BatchScores;
import dev.retrain.runtime.feedback.FeedbackLog;
import dev.retrain.runtime.feedback.FeedbackStore;
import dev.retrain.runtime.router.RouterNodes;
import dev.retrain.runtime.store.JdbcStore;
import dev.retrain.runtime.trigger.Triggers;
import dev.retrain.spi.state.Leases;
import dev.retrain.testkit.FakeBackend;
import dev.retrain.testkit.SettableClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A store is opened, and all that it holds is there. */
class StoreGoldensTest {

  private static final Instant BEGIN = Instant.parse("2001-01-01T00:00:00Z");

  /** What the row of {@code local-run/two} holds. */
  private static final long TOKEN_OF_TWO = 978_307_200_001L;

  @TempDir Path folder;
  private Path store;

  @BeforeEach
  void copy() throws IOException {
    store = Goldens.copy("store", folder);
  }

  private String retrain(String... command) {
    return Goldens.retrain(
        Stream.concat(
                Stream.of(command), Stream.of("--config", store.resolve("retrain.yaml").toString()))
            .toArray(String[]::new));
  }

  private JdbcStore open() {
    return JdbcStore.embedded(store.resolve("state"), false);
  }

  @Test
  void statusTellsThePhaseAndTheRequestsOfEach() throws Exception {
    Node.Mapping status =
        (Node.Mapping) Documents.parse(retrain("status", "--output-format", "json"), "status");
    List<Node> all = ((Node.Sequence) status.get("retrainings").orElseThrow()).items();

    assertThat(all.stream().map(one -> text((Node.Mapping) one, "retraining")))
        .containsExactlyInAnyOrderElementsOf(
            Goldens.files("worlds", ".properties").stream().map(Goldens::name).toList());
    for (Node one : all) {
      Node.Mapping retraining = (Node.Mapping) one;
      String name = text(retraining, "retraining");
      assertThat(text(retraining, "phase"))
          .as(name)
          .isEqualTo(Goldens.properties("worlds/" + name + ".properties").getProperty("phase"));
      assertThat(retraining.get("requests").map(Documents::canonicalJson))
          .as(name)
          .contains(Files.exists(request(name)) ? "1" : "0");
    }
  }

  private static Path request(String name) {
    return Goldens.FOLDER.resolve("states/requests." + name + ".json");
  }

  private static String text(Node.Mapping mapping, String key) {
    return ((Node.Text) mapping.get(key).orElseThrow()).value();
  }

  @ParameterizedTest
  @CsvSource({
    "status, status",
    "history canary, history.canary",
    "history watching, history.watching",
    "why canary@2, why.canary@2",
    "why approving@3, why.approving@3"
  })
  void whatIsPrintedHasTheKeysItHad(String command, String file) throws Exception {
    String[] words = (command + " --output-format json").split(" ");

    assertThat(DocumentLeaves.of(retrain(words)).keySet())
        .containsAll(DocumentLeaves.of(Goldens.read("printed/" + file + ".json")).keySet());
  }

  @Test
  void exportsTheLogsAsTheyWereExported() throws Exception {
    Path then = Goldens.copy("logs/store.jsonl.gz", folder);
    List<String> names = Goldens.files("states", ".json").stream().map(Goldens::name).toList();
    Path all = folder.resolve("all.jsonl");
    Path one = folder.resolve("one.jsonl");
    try (JdbcStore opened = open()) {
      AuditLog.export(
          opened,
          names.stream()
              .filter(name -> name.startsWith("retraining."))
              .map(name -> name.substring("retraining.".length()))
              .toList(),
          all);
    }
    retrain("history", "canary", "--export", one.toString());

    assertThat(all).hasSameTextualContentAs(then);
    assertThat(Files.readAllLines(one)).hasSize(13).isSubsetOf(Files.readAllLines(then));
  }

  @Test
  void aTickOfTheCommandLineAnswersTheRequestThatWaits() throws Exception {
    Files.writeString(
        store.resolve("retrain.yaml"),
        "{store: state, backend: {name: local}, prices: prices.yaml, retrainings: [halted.yaml]}");

    assertThat(retrain("tick")).contains("RESUMED", "halted is idle");
  }

  @Test
  void leasesHoldUntilTheyEndAndTheirTokensGrow() {
    SettableClock clock = SettableClock.at(BEGIN.plusSeconds(60));
    try (JdbcStore opened = open()) {
      Leases leases = opened.leases(clock);
      assertThat(leases.acquire("local-run/one", Duration.ofHours(1))).isEmpty();

      clock.advance(Duration.ofHours(1));
      assertThat(leases.acquire("local-run/two", Duration.ofHours(1)).orElseThrow().fencingToken())
          .isGreaterThan(TOKEN_OF_TWO);
    }
  }

  @Test
  void predictionsAreJoinedWithTheirOutcomes() {
    try (JdbcStore opened = open()) {
      assertThat(opened.feedback().joined(BEGIN, BEGIN.plusSeconds(60)))
          .containsExactlyInAnyOrder(
              new FeedbackStore.Joined("1", BEGIN, 0.75, OptionalDouble.of(1)),
              new FeedbackStore.Joined("1", BEGIN.plusSeconds(1), 0.25, OptionalDouble.empty()));
    }
  }

  @Test
  void spilledFeedbackIsKeptInTheEnd() throws Exception {
    Path spill = Goldens.copy("spill", folder);
    try (JdbcStore empty = JdbcStore.embedded(folder.resolve("other"), false)) {
      try (FeedbackLog log = FeedbackLog.spilling(empty.feedback(), spill, 10)) {
        log.outcome("b", 0, BEGIN.plusSeconds(90));
      }

      assertThat(empty.feedback().joined(BEGIN, BEGIN.plusSeconds(60)))
          .containsExactlyInAnyOrder(
              new FeedbackStore.Joined("1", BEGIN, 0.75, OptionalDouble.of(1)),
              new FeedbackStore.Joined("1", BEGIN.plusSeconds(1), 0.25, OptionalDouble.of(0)));
    }
  }

  @Test
  void aRouterHasItsTrafficAndCounts() {
    try (JdbcStore opened = open();
        RouterNodes nodes =
            RouterNodes.of("routed", opened, SettableClock.at(BEGIN.plusSeconds(60)))) {
      assertThat(nodes.split().orElseThrow().share("2").value()).isEqualTo(25);
      assertThat(nodes.health().get("1").requests()).isEqualTo(31);
      assertThat(nodes.health().get("2").requests()).isEqualTo(9);
    }
  }

  @Test
  void batchesHaveTheirVersionsAndCounts() throws Exception {
    try (JdbcStore opened = open()) {
      BatchScores scores =
          BatchScores.of("batched", opened, Files.createDirectories(folder.resolve("batches")));

      assertThat(scores.live()).contains("1");
      assertThat(scores.versions()).containsExactly("1", "2");
      assertThat(scores.health().get("2").outcomes().get("accuracy").count()).isEqualTo(3);
    }
  }

  @Test
  void aNodeGoesOnUnderItsOldNameAndAnotherAfterItsLease() {
    assertThat(holds("node-a", BEGIN.plus(Duration.ofHours(1)).plusSeconds(5))).isTrue();
    assertThat(holds("node-b", BEGIN.plus(Duration.ofHours(1)).plusSeconds(6))).isFalse();
    assertThat(holds("node-b", BEGIN.plus(Duration.ofHours(2)))).isTrue();
  }

  /** Whether a node alone holds the retraining that the nodes share, once it has ticked. */
  private boolean holds(String node, Instant at) {
    SettableClock clock = SettableClock.at(at);
    Retraining shared =
        Retraining.of(Retraining.read(store.resolve("halted.yaml")).pipeline())
            .named("shared")
            .when(Triggers.flag("force"), RetrainMode.FULL)
            .build();
    JdbcStore opened = open();
    Retrainer retrainer =
        Retrainer.on(new FakeBackend(clock))
            .store(opened)
            .clock(clock)
            .node(node)
            .add(shared)
            .build();
    try {
      retrainer.tick();
      retrainer.tick();
      return retrainer.holds("shared");
    } finally {
      opened.close(); // dies without giving its lease back
    }
  }
}
