package dev.retrain.runtime.crash;

import static dev.retrain.api.retraining.RetrainMode.BATCH;
import static dev.retrain.api.retraining.RetrainMode.FULL;
import static dev.retrain.runtime.trigger.Triggers.cron;
import static dev.retrain.runtime.trigger.Triggers.flag;
import static org.assertj.core.api.Assertions.assertThat;

import dev.retrain.api.registry.ModelVersion;
import dev.retrain.api.retraining.Decision;
import dev.retrain.api.retraining.Decision.Kind;
import dev.retrain.runtime.Retrainer;
import dev.retrain.runtime.Scene;
import dev.retrain.spi.backend.Backend;
import dev.retrain.spi.backend.RunStatus;
import dev.retrain.spi.backend.Submission;
import dev.retrain.spi.deploy.Deployer;
import dev.retrain.spi.deploy.TrafficSplit;
import dev.retrain.spi.registry.ModelRegistry;
import dev.retrain.spi.state.StateStore;
import dev.retrain.testkit.CallInterceptor;
import dev.retrain.testkit.FakeBackend;
import dev.retrain.testkit.FixedFlags;
import dev.retrain.testkit.InMemoryStateStore;
import dev.retrain.testkit.RunScript;
import dev.retrain.testkit.SettableClock;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Two nodes on one store, each cutting in between any two calls of the other. */
class NodesTest {

  private static final int SEEDS = 40;

  /** What was decided in how many interleavings. */
  private static final Map<Kind, Integer> DECIDED = new EnumMap<>(Kind.class);

  private static int lived;

  static IntStream seeds() {
    return IntStream.range(0, SEEDS);
  }

  /** Runs of every end were begun, and rollouts of every end. */
  @AfterAll
  static void nothingWasLeftOut() {
    if (lived == SEEDS) { // not when somebody runs one interleaving alone
      assertThat(DECIDED)
          .containsKeys(Kind.HOLD, Kind.RETRAIN, Kind.SUBMITTED, Kind.RUN_SUCCEEDED)
          .containsKeys(Kind.RUN_FAILED, Kind.REJECTED, Kind.ROLLOUT_STARTED, Kind.STAGE)
          .containsKeys(Kind.PROMOTED, Kind.ROLLED_BACK);
    }
  }

  /** Two who share the work, two who try everything, and two under one name. */
  private static final List<List<String>> NAMES =
      List.of(List.of("first", "other"), List.of("", ""), List.of("twin", "twin"));

  private static final List<String> AT_REST = List.of("idle", "halted");

  private final SettableClock clock = SettableClock.at("2001-01-01T00:00:00Z");
  private final FakeBackend backend = new FakeBackend(clock);
  private final FixedFlags flags = new FixedFlags().set("force", false);
  private final StateStore store = new InMemoryStateStore();

  @ParameterizedTest
  @MethodSource("seeds")
  void anyInterleavingKeepsOneRunPerDecisionAndEndsAtRest(int seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<String> names = NAMES.get(seed % NAMES.size());
    Retrainer other = node(names.get(1), new CallInterceptor.Listener() {});
    Retrainer first =
        node(
            names.get(0),
            new CallInterceptor.Listener() {
              @Override
              public void before(String call) {
                if (random.nextInt(6) == 0) {
                  other.tick();
                }
              }
            });
    live(first, other, random);
    for (int i = 0; i < 40 && !AT_REST.contains(first.phase(Scene.NAME)); i++) {
      clock.advance(Duration.ofMinutes(20));
      first.tick();
    }

    List<StateStore.LogEntry> log = store.history(Scene.NAME, 0);
    List<Decision> decisions = log.stream().map(StateStore.LogEntry::decision).toList();
    lived++;
    decisions.stream()
        .map(Decision::kind)
        .distinct()
        .forEach(kind -> DECIDED.merge(kind, 1, Integer::sum));
    assertThat(log).allMatch(StateStore.LogEntry::intact);
    assertThat(decisions).extracting(Decision::at).isSorted();
    assertThat(first.phase(Scene.NAME)).isIn(AT_REST);
    assertOneOf(Kind.RETRAIN, decisions);
    assertThat(
            decisions.stream()
                .filter(decision -> decision.kind() == Kind.RETRAIN)
                .map(Decision::why)
                .filter(why -> why.startsWith("it is time")))
        .as("one run for one firing, whoever saw it")
        .doesNotHaveDuplicates();
    assertOneOf(Kind.SUBMITTED, decisions);
    assertOneOf(Kind.PROMOTED, decisions);
    assertOneOf(Kind.ROLLED_BACK, decisions);
    List<String> asked =
        backend.submissions().stream().map(Submission::key).map(Object::toString).toList();
    assertThat(asked)
        .doesNotHaveDuplicates()
        .containsExactlyElementsOf(
            decisions.stream()
                .filter(decision -> decision.kind() == Kind.RETRAIN)
                .flatMap(decision -> decision.runKey().stream())
                .toList());
    assertThat(champion()).isEqualTo(lastPromoted(decisions));
    assertThat(backend.fakeDeployer(Scene.ENDPOINT).split())
        .as("nothing was routed after another had gone on")
        .isEqualTo(champion().map(TrafficSplit::all));
  }

  private void live(Retrainer first, Retrainer other, SplittableRandom random) {
    boolean on = false;
    for (int step = 0; step < 150; step++) {
      script(random);
      clock.advance(Duration.ofMinutes(random.nextInt(1, 90)));
      if (random.nextInt(12) == 0) {
        on = !on;
        flags.set("force", on);
      }
      traffic(random);
      (random.nextBoolean() ? first : other).tick();
    }
    flags.set("force", false);
  }

  private void script(SplittableRandom random) {
    Duration takes = Duration.ofMinutes(random.nextInt(200));
    RunScript script =
        switch (random.nextInt(8)) {
          case 0 -> RunScript.rejects(Map.of(), "no");
          case 1 -> RunScript.fails("train", "exit 1");
          case 2 -> RunScript.ends(new RunStatus.Lost("gone"));
          default -> RunScript.succeeds(Map.of("auc", 0.7));
        };
    backend.nextRun(script.after(takes));
  }

  private void traffic(SplittableRandom random) {
    backend
        .fakeDeployer(Scene.ENDPOINT)
        .health()
        .keySet()
        .forEach(
            version ->
                backend
                    .fakeDeployer(Scene.ENDPOINT)
                    .answered(version, 50, random.nextInt(20) == 0 ? 30 : 0, Duration.ofMillis(5)));
  }

  private Optional<String> champion() {
    return backend
        .registry()
        .byAlias(Scene.NAME, ModelRegistry.CHAMPION)
        .map(ModelVersion::version);
  }

  private static Optional<String> lastPromoted(List<Decision> decisions) {
    return decisions.stream()
        .filter(decision -> decision.kind() == Kind.PROMOTED)
        .reduce((earlier, later) -> later)
        .flatMap(Decision::version);
  }

  private static void assertOneOf(Kind kind, List<Decision> decisions) {
    assertThat(
            decisions.stream()
                .filter(decision -> decision.kind() == kind)
                .map(decision -> decision.runKey().orElseThrow()))
        .as("%s", kind)
        .doesNotHaveDuplicates();
  }

  /** A node that shares the work under its name, or one that tries everything. */
  private Retrainer node(String name, CallInterceptor.Listener listener) {
    Retrainer.Builder builder = builder(listener);
    return (name.isEmpty() ? builder : builder.node(name)).build();
  }

  private Retrainer.Builder builder(CallInterceptor.Listener listener) {
    return Retrainer.on(CallInterceptor.calls(Backend.class, backend, listener))
        .store(CallInterceptor.calls(StateStore.class, store, listener))
        .registry(CallInterceptor.calls(ModelRegistry.class, backend.registry(), listener))
        .deployer(
            Scene.ENDPOINT,
            CallInterceptor.calls(Deployer.class, backend.fakeDeployer(Scene.ENDPOINT), listener))
        .clock(clock)
        .flags(flags)
        .add(
            Scene.policy()
                .when(cron("0 */6 * * *"), BATCH)
                .when(flag("force"), FULL)
                .giveUpAfter(50)
                .rollout(Scene.carefully())
                .to(Scene.ENDPOINT)
                .build());
  }
}
