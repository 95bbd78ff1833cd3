package dev.retrain.runtime.phase;

import static dev.retrain.api.retraining.Approval.WhenUnanswered.ROLL_OUT;
import static dev.retrain.api.retraining.RetrainMode.BATCH;
import static dev.retrain.runtime.trigger.Triggers.cron;
import static org.assertj.core.api.Assertions.assertThat;

import dev.retrain.api.document.Node;
import dev.retrain.api.evaluation.Verdict;
import dev.retrain.api.registry.ModelVersion;
import dev.retrain.api.retraining.Approval;
import dev.retrain.api.retraining.Decision;
import dev.retrain.api.retraining.Decision.Kind;
import dev.retrain.api.retraining.Retraining;
import dev.retrain.api.retraining.Signal;
import dev.retrain.runtime.Scene;
import dev.retrain.spi.backend.RunHandle;
import dev.retrain.spi.backend.RunKey;
import dev.retrain.spi.backend.RunStatus;
import dev.retrain.spi.backend.RunSummary;
import dev.retrain.spi.deploy.LatencyHistogram;
import dev.retrain.spi.deploy.TrafficSplit;
import dev.retrain.spi.deploy.VersionHealth;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Journeys through the phases alone, in a world that fails, lies, loses effects and turns clocks
 * back, and then does what it should.
 */
class JourneyTest {

  private static final Instant START = Instant.parse("2001-01-01T00:00:00Z");

  private static final int SEEDS = 900;
  private static final Deadlines DEADLINES = Deadlines.DEFAULT.running(Duration.ofHours(2));

  /** What a person asks for where nothing is under way; else anything. */
  private static final Map<String, List<RetrainingRequest.Verb>> ASKED =
      Map.of(
          "idle",
              List.of(
                  RetrainingRequest.Verb.ROLL_BACK,
                  RetrainingRequest.Verb.PROMOTE,
                  RetrainingRequest.Verb.RETRAIN),
          "halted", List.of(RetrainingRequest.Verb.ROLL_BACK));

  private static final List<RetrainingRequest.Verb> ANY = List.of(RetrainingRequest.Verb.values());

  /** From which phase to which, over all journeys. */
  private static final Set<String> WAYS = new TreeSet<>();

  private static final Set<Integer> MADE = new TreeSet<>();

  static IntStream seeds() {
    return IntStream.range(0, SEEDS);
  }

  private Retraining retraining = policy().build();
  private final List<Decision> decided = new ArrayList<>();
  private final Map<String, String> runs = new TreeMap<>();
  private final Map<String, Boolean> prepared = new HashMap<>();
  private Optional<String> champion = Optional.empty();
  private Optional<String> previous = Optional.empty();
  private Optional<Challenger> challenger = Optional.empty();
  private Optional<TrafficSplit> traffic = Optional.empty();
  private Instant now = START;
  private int firing;
  private int requested;
  private long errors;
  private Optional<RetrainingRequest.Verb> asked = Optional.empty();
  private LoopState state = LoopState.begin(START);

  private static Retraining.Builder policy() {
    return Scene.policy()
        .when(cron("0 3 * * *"), BATCH)
        .giveUpAfter(3)
        .rollout(Scene.carefully())
        .to(Scene.ENDPOINT);
  }

  /** The journeys went everywhere, and on every way there is between two phases. */
  @AfterAll
  static void everyPhaseWasReachedOnEveryWay() {
    if (MADE.size() == SEEDS) { // not when somebody runs one journey alone
      assertThat(WAYS)
          .containsExactly(
              "awaiting-approval > idle",
              "awaiting-approval > rolling-out",
              "halted > idle",
              "halted > rolling-back",
              "halted > running",
              "idle > halted",
              "idle > rolling-back",
              "idle > rolling-out",
              "idle > running",
              "idle > submitting",
              "judging > awaiting-approval",
              "judging > idle",
              "judging > rolling-out",
              "rolling-back > halted",
              "rolling-back > idle",
              "rolling-out > halted",
              "rolling-out > idle",
              "rolling-out > rolling-back",
              "running > halted",
              "running > idle",
              "running > judging",
              "submitting > idle",
              "submitting > running");
    }
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void fromWhereverItStandsASuccessPathEndsIdle(int seed) {
    SplittableRandom random = new SplittableRandom(seed);
    if (seed % 3 == 0) {
      Approval approval = Approval.within(Duration.ofHours(3));
      retraining =
          policy().approval(seed % 2 == 0 ? approval : approval.whenUnanswered(ROLL_OUT)).build();
    }
    int length = random.nextInt(1, 120);
    for (int i = 0; i < length; i++) {
      now = now.plus(Duration.ofMinutes(random.nextInt(-30, 240)));
      if (random.nextInt(6) == 0) {
        firing++;
      }
      step(random.nextInt(5) < 2 ? trouble(random) : truth(firing > 0), random.nextInt(5) > 0);
    }
    for (int i = 0; i < 60 && !(state.phase() instanceof Idle); i++) {
      now = now.plus(Duration.ofMinutes(20));
      asked = isPaused() ? Optional.of(RetrainingRequest.Verb.RESUME) : Optional.empty();
      step(truth(false), true);
    }

    MADE.add(seed);
    assertThat(state.phase()).isInstanceOf(Idle.class);
    assertThat(decided).extracting(Decision::at).isSorted();
    List<Decision> begun = decided.stream().filter(d -> d.kind() == Kind.RETRAIN).toList();
    assertThat(begun).extracting(Decision::runKey).doesNotHaveDuplicates();
    assertThat(begun).extracting(Decision::why).as("one run a firing").doesNotHaveDuplicates();
    champion.ifPresent(live -> assertThat(traffic).isEqualTo(Optional.of(TrafficSplit.all(live))));
  }

  private boolean isPaused() {
    return state.phase() instanceof RollingOut out && out.rollout().paused().isPresent();
  }

  private void step(Observation sight, boolean effectHappens) {
    boolean resumes =
        state.phase() instanceof Halted
            && !(sight instanceof Observation.Trouble)
            && asked.isEmpty();
    List<RetrainingRequest> requests =
        asked
            .or(() -> resumes ? Optional.of(RetrainingRequest.Verb.RESUME) : Optional.empty())
            .map(verb -> List.of(request(verb)))
            .orElse(List.of());
    asked = Optional.empty();
    Transition answer =
        state
            .phase()
            .next(
                new PhaseInput(
                    now, LoopPolicy.of(retraining), DEADLINES, state.memory(), requests, sight));
    assertThat(answer.next().since())
        .as("time never moves a phase back")
        .isAfterOrEqualTo(state.phase().since());
    answer.decision().ifPresent(decided::add);
    if (!answer.next().word().equals(state.phase().word())) {
      WAYS.add(state.phase().word() + " > " + answer.next().word());
    }
    state = LoopState.parse(new LoopState(answer.next(), answer.memory()).toJson(), "state");
    if (effectHappens) {
      perform(answer.effect());
    }
  }

  private RetrainingRequest request(RetrainingRequest.Verb verb) {
    String id = "request-" + ++requested;
    return new RetrainingRequest(id, verb, BATCH, "by " + id, now, Optional.of("ann"));
  }

  private Observation trouble(SplittableRandom random) {
    return switch (random.nextInt(12)) {
      case 0 -> new Observation.Trouble("it", "no answer", false);
      case 1 -> new Observation.Trouble("it", "not allowed", true);
      case 2 -> new Observation.Nothing();
      case 3 -> new Observation.Status(new RunStatus.Lost("gone"));
      case 4 ->
          new Observation.Status(
              new RunStatus.Failed(Optional.empty(), "exit 1", List.of(), List.of()));
      case 5 -> new Observation.Judged(new Verdict.Reject("no", Node.of(Map.of())), champion);
      case 6, 7, 8 -> asked(random);
      case 9 -> {
        errors += 300;
        yield truth(false);
      }
      case 10 -> new Observation.Status(new RunStatus.Running());
      default -> elsewhere();
    };
  }

  /** The truth, and what a person asks for. */
  private Observation asked(SplittableRandom random) {
    List<RetrainingRequest.Verb> verbs = ASKED.getOrDefault(state.phase().word(), ANY);
    asked = Optional.of(verbs.get(random.nextInt(verbs.size())));
    return truth(false);
  }

  /** The truth, and a run that began elsewhere where one can be seen. */
  private Observation elsewhere() {
    if (!(truth(false) instanceof Observation.Signals signals)) {
      return truth(false);
    }
    String id = "run-" + runs.size();
    runs.put(id, id);
    RunSummary run =
        new RunSummary(id, Optional.empty(), Scene.NAME, now, new RunStatus.Running(), Map.of());
    return new Observation.Signals(
        signals.results(), signals.inputs(), List.of(run), signals.aliases(), Optional.empty());
  }

  /** What the phase would see of the world as it is. */
  private Observation truth(boolean fires) {
    if (state.phase() instanceof Submitting submitting) {
      String key = submitting.run().key().value();
      return new Observation.Found(
          Optional.ofNullable(runs.get(key)).map(id -> new RunHandle(submitting.run().key(), id)));
    } else if (state.phase() instanceof Running running) {
      return new Observation.Status(succeeded(running));
    } else if (state.phase() instanceof Judging || state.phase() instanceof Approving) {
      return new Observation.Judged(new Verdict.Promote("better", Node.of(Map.of())), champion);
    } else if (state.phase() instanceof Idle || state.phase() instanceof Halted) {
      Signal signal = fires ? Signal.fire("f" + firing, "firing " + firing) : Signal.quiet("-");
      return new Observation.Signals(
          List.of(new TriggerResult("when[0]", "", BATCH, signal, Optional.empty())),
          Optional.of(
              new PlannedRun.Inputs(PlannedRun.Inputs.NO_VERSION, Map.of(), champion, Map.of())),
          List.of(),
          Optional.of(new Observation.Aliases(champion, previous, challenger)),
          Optional.empty());
    }
    Map<String, VersionHealth> health = new HashMap<>();
    prepared.forEach(
        (version, ready) ->
            health.put(
                version,
                new VersionHealth(
                    ready, 1_000 + errors, errors, LatencyHistogram.empty(), Map.of())));
    return new Observation.Serving(
        true, health, traffic, new Observation.Aliases(champion, previous));
  }

  private static RunStatus succeeded(Running running) {
    ModelVersion version =
        new ModelVersion(
            Scene.NAME,
            "v-" + running.nativeId(),
            START,
            URI.create("file:/m"),
            Map.of(),
            Set.of());
    return new RunStatus.Succeeded(
        new RunStatus.RunOutputs(Map.of(), Map.of("auc", 0.7), Optional.of(version)));
  }

  private void perform(Effect effect) {
    if (effect instanceof Effect.Submit submit) {
      runs.putIfAbsent(submit.run().key().value(), "run-" + runs.size());
    } else if (effect instanceof Effect.Prepare prepare) {
      prepared.put(prepare.version(), true);
    } else if (effect instanceof Effect.Route route) {
      traffic = Optional.of(route.split());
    } else if (effect instanceof Effect.Promote promote) {
      traffic = Optional.of(TrafficSplit.all(promote.version()));
      challenger = Optional.of(new Challenger(new RunKey("delays-1"), promote.version()));
      previous = champion.equals(Optional.of(promote.version())) ? previous : champion;
      champion = Optional.of(promote.version());
    } else if (effect instanceof Effect.Restore restore) {
      restore.champion().ifPresent(live -> traffic = Optional.of(TrafficSplit.all(live)));
      if (champion.equals(Optional.of(restore.version()))) {
        champion = restore.champion();
      }
      previous = previous.equals(restore.champion()) ? Optional.empty() : previous;
      restore.champion().ifPresent(live -> prepared.remove(restore.version()));
    }
  }
}
