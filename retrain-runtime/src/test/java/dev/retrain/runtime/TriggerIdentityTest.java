package dev.retrain.runtime;

import static dev.retrain.api.retraining.Decision.Kind.HOLD;
import static dev.retrain.api.retraining.Decision.Kind.RETRAIN;
import static dev.retrain.api.retraining.RetrainMode.BATCH;
import static dev.retrain.api.retraining.RetrainMode.FULL;
import static dev.retrain.runtime.trigger.Triggers.all;
import static dev.retrain.runtime.trigger.Triggers.any;
import static dev.retrain.runtime.trigger.Triggers.cron;
import static dev.retrain.runtime.trigger.Triggers.flag;
import static org.assertj.core.api.Assertions.assertThat;

import dev.retrain.api.document.Node;
import dev.retrain.api.retraining.Decision;
import dev.retrain.api.retraining.Retraining;
import dev.retrain.runtime.audit.Replay;
import dev.retrain.spi.backend.RunKey;
import dev.retrain.spi.backend.Submission;
import dev.retrain.spi.state.StateStore;
import dev.retrain.testkit.FakeBackend;
import dev.retrain.testkit.FixedFlags;
import dev.retrain.testkit.InMemoryStateStore;
import dev.retrain.testkit.SettableClock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TriggerIdentityTest {

  private final SettableClock clock = SettableClock.at("2001-01-01T00:00:00Z");
  private final FakeBackend backend = new FakeBackend(clock);
  private final FixedFlags flags = new FixedFlags();
  private final StateStore store = new InMemoryStateStore();

  /** One tick under a policy as it stands now. */
  private void tick(Retraining.Builder policy) {
    Retrainer.on(backend).store(store).clock(clock).flags(flags).add(policy.build()).build().tick();
    clock.advance(Duration.ofMinutes(10));
  }

  private static Retraining.Builder policy() {
    return Scene.policy();
  }

  private List<Decision> log() {
    return store.history(Scene.NAME, 0).stream().map(StateStore.LogEntry::decision).toList();
  }

  private void offAndOn() {
    flags.set("off", false);
    flags.set("on", true);
  }

  @Test
  void deletingATriggerLeavesTheOthersTheirMemory() {
    offAndOn();
    tick(policy().when(flag("off"), FULL).when(flag("on"), FULL));
    tick(policy().when(flag("on"), FULL));

    assertThat(backend.submissions()).isEmpty();
  }

  @Test
  void swappingTriggersLeavesEachItsMemory() {
    offAndOn();
    tick(policy().when(flag("on"), FULL).when(cron("0 3 * * *"), BATCH));
    tick(policy().when(cron("0 3 * * *"), BATCH).when(flag("on"), FULL));

    assertThat(backend.submissions()).isEmpty();
    assertThat(log()).extracting(Decision::why).noneMatch(why -> why.contains("failed"));
  }

  @Test
  void aFlagThatReplacesAnotherAndWasOnDoesNotFire() {
    offAndOn();
    tick(policy().when(flag("off"), FULL));
    tick(policy().when(flag("on"), FULL));

    assertThat(backend.submissions()).isEmpty();
  }

  @Test
  void partsOfANamedCombinationKeepTheirMemoryWhenTheyChangePlaces() {
    offAndOn();
    tick(policy().when("switches", any(flag("off"), flag("on")), FULL));
    tick(policy().when("switches", any(flag("on"), flag("off")), FULL));

    assertThat(backend.submissions()).isEmpty();
  }

  @Test
  void aNamedTriggerKeepsItsMemoryWhenItIsEdited() {
    tick(policy().when("nightly", cron("0 5 * * *"), BATCH));
    clock.advance(Duration.ofHours(3));
    tick(policy().when("nightly", cron("0 2 * * *"), BATCH));

    assertThat(backend.submissions()).hasSize(1);
  }

  @Test
  void aTriggerWithoutANameStartsAnewWhenItIsEdited() {
    tick(policy().when(cron("0 5 * * *"), BATCH));
    clock.advance(Duration.ofHours(3));
    tick(policy().when(cron("0 2 * * *"), BATCH));

    assertThat(backend.submissions()).isEmpty();
  }

  @Test
  void aNameThatIsGivenToAnotherKindOfTriggerStartsAnew() {
    offAndOn();
    tick(policy().when("main", cron("0 5 * * *"), BATCH));
    tick(policy().when("main", flag("on"), FULL));

    assertThat(log()).extracting(Decision::why).noneMatch(why -> why.contains("failed"));
    assertThat(backend.submissions()).isEmpty();
  }

  @Test
  void aFlagThatIsTakenOutAndPutBackStartsANewRunAtItsNextFlip() {
    for (int life = 0; life < 2; life++) {
      flags.set("on", false);
      tick(policy().when(flag("on"), FULL));
      flags.set("on", true);
      tick(policy().when(flag("on"), FULL));
      tick(policy().when(flag("on"), FULL));
      tick(policy().when(cron("0 5 * * *"), BATCH));
    }

    assertThat(backend.submissions()).extracting(Submission::key).hasSize(2);
  }

  @Test
  void decisionsNameTheTrigger() {
    tick(policy().when("nightly", cron("0 2 * * *"), BATCH).when(flag("off"), FULL));
    clock.advance(Duration.ofHours(3));
    tick(policy().when("nightly", cron("0 2 * * *"), BATCH).when(flag("off"), FULL));

    Decision retrain = log().stream().filter(d -> d.kind() == RETRAIN).findFirst().orElseThrow();
    assertThat(retrain.rule()).isEqualTo("nightly@cron cron 0 2 * * * Z");
    assertThat(retrain.evidence().get("nightly@cron")).isPresent();
    assertThat(Replay.of(store.history(Scene.NAME, 0))).isEmpty();
  }

  @Test
  void whatAnEarlierBuildKeptUnderAPlaceGoesToTheTriggerThatStoodThere() {
    flags.set("a", true);
    flags.set("b", true);
    store.saveIfUnchanged(
        "retraining/" + Scene.NAME,
        0,
        """
        {"ledger":{"born":"2000-12-31T00:00:00Z","memory":{"when[0]":"true 0 1",\
        "when[1]":"true 3 1","when[2]":"true 0 1"},"consumed":{"when[1]":"flip-3"}},\
        "phase":{"phase":"idle","since":"2000-12-31T00:00:00Z"}}\
        """,
        List.of(
            earlier(HOLD, "hold", Map.of("when[0]", said("flag a"), "when[1]", said("flag b")))));
    tick(policy().when(flag("b"), FULL).when(flag("a"), FULL));

    assertThat(backend.submissions()).isEmpty();
    assertThat(log().get(log().size() - 1).why())
        .contains("flag a: the flag a was on from the start", "flag b: the flag b was switched on");
  }

  private static Node said(String trigger) {
    return Node.of(Map.of("trigger", Node.of(trigger), "signal", Node.of("fire")));
  }

  private Decision earlier(Decision.Kind kind, String rule, Map<String, Node> evidence) {
    return new Decision(
        Scene.NAME,
        clock.instant().minus(Duration.ofHours(1)),
        kind,
        rule,
        "what",
        "why",
        Node.of(evidence),
        Optional.of(new RunKey("k").value()),
        Optional.empty());
  }

  private List<Replay.Disagreement> replayed(String rule, Map<String, Node> evidence) {
    store.saveIfUnchanged("x", 0, "{}", List.of(earlier(RETRAIN, rule, evidence)));
    return Replay.of(store.history(Scene.NAME, 0));
  }

  @Test
  void aReplayReadsThePlacesInEarlierLogs() {
    assertThat(replayed("when[1] flag b", Map.of("when[1]", said("flag b")))).isEmpty();
  }

  @Test
  void aReplayReportsARunWhoseTriggerItCannotFind() {
    assertThat(replayed("nightly@cron cron 0 2 * * * Z", Map.of()))
        .extracting(Replay.Disagreement::why)
        .containsExactly("a run was started by nightly@cron, of which the decision shows nothing");
  }

  @Test
  void equalTriggersKeepApart() {
    offAndOn();
    tick(policy().when(all(flag("on")), FULL).when(all(flag("on")), BATCH));
    tick(policy().when(all(flag("on")), FULL).when(all(flag("on")), BATCH));

    assertThat(log().get(0).evidence().entries()).hasSize(2);
  }
}
