package dev.retrain.runtime.phase;

import static dev.retrain.api.retraining.RetrainMode.BATCH;
import static dev.retrain.runtime.trigger.Triggers.cron;
import static org.assertj.core.api.Assertions.assertThat;

import dev.retrain.api.backend.RunHandle;
import dev.retrain.api.backend.RunStatus;
import dev.retrain.api.document.Node;
import dev.retrain.api.evaluation.Verdict;
import dev.retrain.api.registry.ModelVersion;
import dev.retrain.api.retraining.Retraining;
import dev.retrain.api.retraining.Signal;
import dev.retrain.api.rollout.LatencyHistogram;
import dev.retrain.api.rollout.TrafficSplit;
import dev.retrain.api.rollout.VersionHealth;
import dev.retrain.api.state.Decision;
import dev.retrain.api.state.Decision.Kind;
import dev.retrain.runtime.Scene;
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
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Journeys through the phases alone, in a world that fails, lies, loses effects and turns clocks
 * back, and then does what it should.
 */
class JourneyTest {

  private static final Instant START = Instant.parse("2001-01-01T00:00:00Z");

  static IntStream seeds() {
    return IntStream.range(0, 300);
  }

  private final Retraining retraining =
      Scene.policy()
          .when(cron("0 3 * * *"), BATCH)
          .giveUpAfter(100)
          .rollout(Scene.carefully())
          .to(Scene.ENDPOINT)
          .build();
  private final List<Decision> decided = new ArrayList<>();
  private final Map<String, String> runs = new TreeMap<>();
  private final Map<String, Boolean> prepared = new HashMap<>();
  private Optional<String> champion = Optional.empty();
  private Optional<String> previous = Optional.empty();
  private Optional<TrafficSplit> traffic = Optional.empty();
  private Instant now = START;
  private int firing;
  private LoopState state = LoopState.begin(START);

  @ParameterizedTest
  @MethodSource("seeds")
  void fromWhereverItStandsASuccessPathEndsIdle(int seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int length = random.nextInt(1, 60);
    for (int i = 0; i < length; i++) {
      now = now.plus(Duration.ofMinutes(random.nextInt(-30, 240)));
      if (random.nextInt(6) == 0) {
        firing++;
      }
      step(random.nextInt(3) == 0 ? trouble(random) : truth(firing > 0), random.nextInt(5) > 0);
    }
    for (int i = 0; i < 60 && !(state.phase() instanceof Idle); i++) {
      now = now.plus(Duration.ofMinutes(20));
      step(truth(false), true);
    }

    assertThat(state.phase()).isInstanceOf(Idle.class);
    assertThat(decided).extracting(Decision::at).isSorted();
    List<Decision> begun = decided.stream().filter(d -> d.kind() == Kind.RETRAIN).toList();
    assertThat(begun).extracting(Decision::runKey).doesNotHaveDuplicates();
    assertThat(begun).extracting(Decision::why).as("one run a firing").doesNotHaveDuplicates();
    champion.ifPresent(live -> assertThat(traffic).isEqualTo(Optional.of(TrafficSplit.all(live))));
  }

  private void step(Sight sight, boolean effectHappens) {
    List<Request> requests =
        state.phase() instanceof Halted && !(sight instanceof Sight.Trouble)
            ? List.of(new Request("r" + now, Request.Verb.RESUME, BATCH, "go on", now))
            : List.of();
    Transition answer =
        state
            .phase()
            .next(
                new Observed(now, retraining, Deadlines.DEFAULT, state.ledger(), requests, sight));
    assertThat(answer.next().since())
        .as("time never moves a phase back")
        .isAfterOrEqualTo(state.phase().since());
    answer.decision().ifPresent(decided::add);
    state = LoopState.parse(new LoopState(answer.next(), answer.ledger()).toJson(), "state");
    if (effectHappens) {
      perform(answer.effect());
    }
  }

  private Sight trouble(SplittableRandom random) {
    return switch (random.nextInt(6)) {
      case 0 -> new Sight.Trouble("it", "no answer", false);
      case 1 -> new Sight.Trouble("it", "not allowed", true);
      case 2 -> new Sight.Nothing();
      case 3 -> new Sight.Status(new RunStatus.Lost("gone"));
      case 4 ->
          new Sight.Status(new RunStatus.Failed(Optional.empty(), "exit 1", List.of(), List.of()));
      default -> new Sight.Judged(new Verdict.Reject("no", Node.of(Map.of())), champion);
    };
  }

  /** What the phase would see of the world as it is. */
  private Sight truth(boolean fires) {
    if (state.phase() instanceof Submitting submitting) {
      String key = submitting.run().key().value();
      return new Sight.Found(
          Optional.ofNullable(runs.get(key)).map(id -> new RunHandle(submitting.run().key(), id)));
    } else if (state.phase() instanceof Running running) {
      return new Sight.Status(succeeded(running));
    } else if (state.phase() instanceof Judging) {
      return new Sight.Judged(new Verdict.Promote("better", Node.of(Map.of())), champion);
    } else if (state.phase() instanceof Idle || state.phase() instanceof Halted) {
      Signal signal = fires ? Signal.fire("f" + firing, "firing " + firing) : Signal.quiet("-");
      return new Sight.Signals(
          List.of(new Look("when[0]", "", BATCH, signal, Optional.empty())),
          Optional.of(new Run.Inputs(Run.Inputs.NO_VERSION, Map.of(), champion, Map.of())),
          List.of(),
          Optional.empty());
    }
    Map<String, VersionHealth> health = new HashMap<>();
    prepared.forEach(
        (version, ready) ->
            health.put(
                version, new VersionHealth(ready, 100, 0, LatencyHistogram.empty(), Map.of())));
    return new Sight.Serving(true, health, traffic, new Sight.Aliases(champion, previous));
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
      previous = champion.equals(Optional.of(promote.version())) ? previous : champion;
      champion = Optional.of(promote.version());
    } else if (effect instanceof Effect.Restore restore) {
      restore.champion().ifPresent(live -> traffic = Optional.of(TrafficSplit.all(live)));
      if (champion.equals(Optional.of(restore.version()))) {
        champion = restore.champion();
      }
      restore.champion().ifPresent(live -> prepared.remove(restore.version()));
    }
  }
}
