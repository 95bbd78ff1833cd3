package dev.retrain.runtime.resource;

import static dev.retrain.api.retraining.RetrainMode.BATCH;
import static dev.retrain.runtime.trigger.Triggers.cron;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.retrain.api.error.TransientFailure;
import dev.retrain.api.retraining.Decision;
import dev.retrain.api.retraining.Decision.Kind;
import dev.retrain.api.retraining.Retraining;
import dev.retrain.api.retraining.Tag;
import dev.retrain.runtime.Retrainer;
import dev.retrain.runtime.Scene;
import dev.retrain.runtime.phase.LoopPolicy;
import dev.retrain.runtime.trigger.CronTrigger;
import dev.retrain.runtime.trigger.CronTrigger.Scheduler;
import dev.retrain.spi.backend.RunKey;
import dev.retrain.spi.backend.RunSchedule;
import dev.retrain.spi.backend.ScheduleSummary;
import dev.retrain.spi.backend.Schedules;
import dev.retrain.spi.backend.Submission;
import dev.retrain.spi.state.CreatedResource;
import dev.retrain.spi.state.ResourceLedger;
import dev.retrain.spi.state.StateStore;
import dev.retrain.testkit.CallInterceptor;
import dev.retrain.testkit.FakeBackend;
import dev.retrain.testkit.InMemorySchedules;
import dev.retrain.testkit.InMemoryStateStore;
import dev.retrain.testkit.RunScript;
import dev.retrain.testkit.SettableClock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Cron triggers that the backend keeps, and what others do to their schedules. */
class BackendSchedulesTest {

  private static final CronTrigger NIGHTLY = cron("0 3 * * *").scheduledBy(Scheduler.BACKEND);

  private final SettableClock clock = SettableClock.at("2001-01-01T00:00:00Z");
  private final FakeBackend backend = new FakeBackend(clock);
  private final InMemoryStateStore store = new InMemoryStateStore();

  private static Retraining policy(CronTrigger trigger) {
    return Scene.policy()
        .tags(Tag.owner("team"), Tag.environment("prod"))
        .when(trigger, BATCH)
        .build();
  }

  private void ticks(Retraining policy, int minutes) {
    Retrainer retrainer = Retrainer.on(backend).store(store).clock(clock).add(policy).build();
    for (int i = 0; i < minutes; i++) {
      retrainer.tick();
      clock.advance(Duration.ofMinutes(1));
    }
  }

  private InMemorySchedules schedules() {
    return (InMemorySchedules) backend.schedules().orElseThrow();
  }

  private List<ScheduleSummary> kept() {
    Schedules all = schedules();
    return all.list(Scene.NAME);
  }

  private List<String> decisions() {
    return store.history(Scene.NAME, 0).stream()
        .map(entry -> entry.decision())
        .filter(decision -> decision.kind() == Kind.SCHEDULED)
        .map(decision -> decision.what().replaceFirst("delays-[0-9a-f]{8}", "NAME"))
        .toList();
  }

  private RunSchedule given() {
    return schedules().given(kept().get(0).name()).orElseThrow();
  }

  @Test
  void theLoopCreatesOneScheduleAndStartsNoRunItself() {
    ticks(policy(NIGHTLY), 60 * 5);
    ticks(policy(NIGHTLY), 5); // another process

    assertThat(kept())
        .singleElement()
        .satisfies(
            schedule -> {
              assertThat(schedule.cron()).isEqualTo("0 3 * * *");
              assertThat(schedule.name()).matches("delays-[0-9a-f]{8}");
              assertThat(schedule.tags())
                  .containsEntry(Retrainer.RETRAINING_TAG, Scene.NAME)
                  .containsEntry("Environment", "prod");
            });
    assertThat(decisions()).containsExactly("the schedule NAME is created");
    assertThat(backend.submissions()).isEmpty();
  }

  @Test
  void aTickReturnsTheDecisionAboutASchedule() {
    Retrainer retrainer =
        Retrainer.on(backend).store(store).clock(clock).add(policy(NIGHTLY)).build();

    assertThat(retrainer.tick()).extracting(Decision::kind).contains(Kind.SCHEDULED);
  }

  @Test
  void aScheduledRunThatFailedIsInTheLog() {
    ticks(policy(NIGHTLY), 3);
    RunSchedule schedule = given();
    backend.nextRun(RunScript.fails("train", "exit code 1"));
    Map<String, String> tags = new TreeMap<>(schedule.tags());
    tags.put(RunSchedule.TAG, schedule.name());
    backend.submit(
        Submission.of(
                schedule.pipeline(),
                new RunKey("by-schedule"),
                Map.of(),
                schedule.mode(),
                "v",
                "its schedule")
            .withTags(tags));

    ticks(policy(NIGHTLY), 10);

    assertThat(store.history(Scene.NAME, 0).stream().map(entry -> entry.decision().kind()))
        .containsSubsequence(Kind.ADOPTED, Kind.RUN_FAILED)
        .containsOnlyOnce(Kind.ADOPTED);
  }

  @Test
  void anEditedPolicyChangesTheSchedule() {
    ticks(policy(NIGHTLY), 3);
    ticks(policy(cron("0 4 * * *").scheduledBy(Scheduler.BACKEND)), 3);

    assertThat(kept()).extracting(ScheduleSummary::cron).containsExactly("0 4 * * *");
    assertThat(decisions()).last().isNotEqualTo("the schedule NAME is created");
  }

  @Test
  void anEditAtTheServiceIsNotedOnceAndLeft() {
    ticks(policy(NIGHTLY), 3);
    schedules().edit(given().at("30 5 * * *", given().zone()));

    ticks(policy(NIGHTLY), 10);

    assertThat(kept()).extracting(ScheduleSummary::cron).containsExactly("30 5 * * *");
    assertThat(decisions())
        .containsExactly(
            "the schedule NAME is created", "the schedule NAME was edited at the service");
  }

  @Test
  void aScheduleThatIsDeletedAtTheServiceIsNotedOnceAndLeft() {
    ticks(policy(NIGHTLY), 3);
    schedules().delete(given().name());

    ticks(policy(NIGHTLY), 10);

    assertThat(kept()).isEmpty();
    assertThat(decisions())
        .containsExactly(
            "the schedule NAME is created", "the schedule NAME was deleted at the service");
  }

  @Test
  void aSecondScheduleOfTheRetrainingIsNotedOnce() {
    ticks(policy(NIGHTLY), 3);
    RunSchedule own = given();
    schedules()
        .put(
            new RunSchedule(
                "copy",
                own.pipeline(),
                own.cron(),
                own.zone(),
                own.parameters(),
                own.mode(),
                own.tags()));

    ticks(policy(NIGHTLY), 10);

    assertThat(decisions())
        .containsExactly(
            "the schedule NAME is created",
            "the schedule copy starts runs of this retraining as well");
    assertThat(kept()).hasSize(2);
  }

  @Test
  void aPolicyThatTakesTheTriggerBackDeletesTheSchedule() {
    ticks(policy(NIGHTLY), 3);

    ticks(policy(cron("0 3 * * *")), 3);

    assertThat(kept()).isEmpty();
    assertThat(decisions())
        .containsExactly("the schedule NAME is created", "the schedule NAME is deleted");
  }

  @Test
  void aScheduleIsInTheLedgerBeforeItIsCreated() {
    Map<String, CreatedResource> before = new TreeMap<>();
    ResourceLedger ledger = ResourceLedger.in(store);
    Schedules failing =
        CallInterceptor.calls(
            Schedules.class,
            schedules(),
            new CallInterceptor.Listener() {
              @Override
              public void before(String call) {
                if (call.equals("Schedules.put")) {
                  ledger.of(Scene.NAME).forEach(entry -> before.put(entry.id(), entry));
                  throw new TransientFailure("the answer was lost");
                }
              }
            });
    BackendSchedules compared = new BackendSchedules(ledger, failing, "fake");
    LoopPolicy policy = LoopPolicy.of(policy(NIGHTLY));

    assertThatThrownBy(() -> compared.reconcile(policy, clock.instant(), decision -> {}))
        .hasMessage("the answer was lost");
    ticks(policy(NIGHTLY), 3);

    assertThat(before).hasSize(1);
    assertThat(kept()).hasSize(1);
    assertThat(decisions()).containsExactly("the schedule NAME is created");
  }

  @Test
  void aScheduleThatCannotBeDeletedAtOnceIsDeletedLater() {
    ticks(policy(NIGHTLY), 3);
    boolean[] away = {true};
    StateStore failing =
        CallInterceptor.calls(
            StateStore.class,
            store,
            new CallInterceptor.Listener() {
              @Override
              public void before(String call) {
                if (away[0] && call.equals("StateStore.load")) {
                  throw new TransientFailure("the store is away");
                }
              }
            });
    Retrainer process =
        Retrainer.on(backend).store(failing).clock(clock).add(policy(cron("0 3 * * *"))).build();
    process.tick();
    assertThat(kept()).hasSize(1);

    away[0] = false;
    clock.advance(Duration.ofMinutes(2));
    process.tick();

    assertThat(kept()).isEmpty();
  }
}
