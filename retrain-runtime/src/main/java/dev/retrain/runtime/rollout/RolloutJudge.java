package dev.retrain.runtime.rollout;

import dev.retrain.api.document.Node;
import dev.retrain.api.rollout.Rollout;
import dev.retrain.api.rollout.Target;
import dev.retrain.runtime.evidence.Facts;
import dev.retrain.spi.deploy.LatencyForm;
import dev.retrain.spi.deploy.TrafficSplit;
import dev.retrain.spi.deploy.VersionHealth;
import dev.retrain.spi.deploy.VersionState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Decides the next step of a rollout from its state and one look at the target. Pure and
 * thread-safe.
 */
public final class RolloutJudge {

  private final Rollout rollout;
  private final StageSequence sequence;
  private final List<Stage> stages;
  private final LatencyForm latency;
  private final RuleFamily family;
  private final LateLabels labels;

  /** Creates a judge of a rollout over live traffic. */
  public RolloutJudge(Rollout rollout) {
    this(rollout, StageSequence.of(rollout), LatencyForm.COUNTED);
  }

  /** Creates a judge of a rollout to a target that counts latencies. */
  public RolloutJudge(Rollout rollout, Target target) {
    this(rollout, target, LatencyForm.COUNTED);
  }

  /** Creates a judge of a rollout to a target. */
  public RolloutJudge(Rollout rollout, Target target, LatencyForm latency) {
    this(rollout, StageSequence.of(rollout, target), latency);
  }

  private RolloutJudge(Rollout rollout, StageSequence sequence, LatencyForm latency) {
    this.rollout = rollout;
    this.sequence = sequence;
    this.stages = sequence.stages();
    this.latency = latency;
    this.family = RuleFamilyBuilder.of(rollout, sequence, latency);
    this.labels = new LateLabels(rollout, sequence);
  }

  /** Returns the next step. */
  public RolloutStep next(RolloutState state, RolloutObservation target) {
    RolloutObservation observation = LatencyIntervals.count(rollout, target);
    if (state.stage() < 0) {
      return prepare(state, observation);
    }
    Optional<String> champion = state.champion();
    if (champion.isEmpty() || state.stage() >= stages.size()) {
      return new RolloutStep.Promote(
          promoted(state, observation), "all stages have passed", none());
    }
    if (isDown(champion.get(), observation) && observation.of(state.challenger()).ready()) {
      return detour(state, champion.get(), observation);
    }
    TrafficSplit wanted = stages.get(state.stage()).split(state.challenger(), champion.get());
    if (state.detour() && !isDown(champion.get(), observation)) {
      return answersAgain(state, champion.get(), wanted);
    }
    if (!observation.isAt(wanted)) {
      return new TrafficStep(state, wanted, observation)
          .insteadOfRouting()
          .orElseGet(() -> route(state, wanted, observation));
    }
    Instant began = state.stageBegan().orElse(observation.now());
    return observe(state.observedSince(began), champion.get(), observation, began);
  }

  /** Sets the traffic of a stage once the challenger, which a restart may have ended, is ready. */
  private RolloutStep route(
      RolloutState state, TrafficSplit wanted, RolloutObservation observation) {
    String challenger = state.challenger();
    if (sequence.batches() || observation.of(challenger).ready()) {
      return new RolloutStep.Route(state.restored(), wanted);
    }
    RolloutState waiting = state.restoringSince(observation.now());
    return observation.health().containsKey(challenger)
        ? new RolloutStep.Wait(waiting)
        : new RolloutStep.Prepare(waiting, challenger);
  }

  /**
   * Returns whether a version reports that it is not ready; one without counters may only be
   * invisible.
   */
  private boolean isDown(String version, RolloutObservation observation) {
    return !sequence.batches()
        && observation.health().containsKey(version)
        && !observation.of(version).ready();
  }

  /** Gives the challenger all traffic while the champion is restarted, and keeps testing it. */
  private RolloutStep detour(RolloutState state, String champion, RolloutObservation observation) {
    TrafficSplit detour = TrafficSplit.all(state.challenger());
    if (!state.detour()) {
      return new RolloutStep.Begin(
          state.withDetour(true),
          detour,
          "version "
              + state.challenger()
              + " has all the traffic until version "
              + champion
              + " answers again",
          "version " + champion + " fails its health check; it is restarted",
          none());
    }
    if (!observation.isAt(detour)) {
      return new TrafficStep(state, detour, observation)
          .insteadOfRouting()
          .orElseGet(() -> new RolloutStep.Route(state, detour));
    }
    if (!due(state, observation.now())) {
      return new RolloutStep.Prepare(state, champion);
    }
    InterimLook look = look(state, champion, observation, false);
    return look.verdict()
        .violated()
        .map(violated -> harmful(look, violated))
        .orElseGet(() -> new RolloutStep.Prepare(look.state(), champion));
  }

  private RolloutStep answersAgain(RolloutState state, String champion, TrafficSplit wanted) {
    return new RolloutStep.Begin(
        state.withDetour(false),
        wanted,
        "version "
            + state.challenger()
            + " gets "
            + stages.get(state.stage())
            + " of the traffic again (stage "
            + (state.stage() + 1)
            + " of "
            + stages.size()
            + ")",
        "version " + champion + " answers again; the observation of the stage restarts",
        none());
  }

  /**
   * Returns the state once the challenger is the champion, with a rollback window if the rollout
   * has one.
   */
  public RolloutState promoted(RolloutState state, RolloutObservation observation) {
    return labels.areAwaited() && state.champion().isPresent()
        ? state.promotedArmed(stages.size(), observation.counters(state), observation.now())
        : state.promoted();
  }

  /**
   * Returns the step after a look at a champion whose rollback window is open: {@link
   * RolloutStep.Wait}, {@link RolloutStep.RollBack} or {@link RolloutStep.Disarm}.
   */
  public RolloutStep watch(RolloutState state, RolloutObservation target) {
    RolloutObservation observation = LatencyIntervals.count(rollout, target);
    if (!labels.areAwaited()) {
      return new RolloutStep.Disarm("the policy has no rollback window any more", none());
    }
    InterimLook look =
        look(
            labels.withHistory(state, observation),
            state.champion().orElseThrow(),
            observation,
            false);
    return look.verdict()
        .violated()
        .map(violated -> harmful(look, violated))
        .or(() -> labels.settled(look))
        .orElseGet(() -> new RolloutStep.Wait(look.state()));
  }

  /** Returns the progress of a rollout at its last look; the target is not called. */
  public RolloutProgress progress(RolloutState state) {
    Optional<String> champion = state.champion();
    if (state.stage() < 0 || state.stage() >= stages.size() || champion.isEmpty()) {
      String stage = state.promoting() ? "becomes the champion" : "is being prepared";
      return new RolloutProgress(stage, Map.of(), List.of(), none());
    }
    Map<String, VersionHealth> last = new TreeMap<>();
    Map<String, VersionHealth> counted = new TreeMap<>();
    state.counts().forEach((version, counts) -> last.put(version, counts.last()));
    state.counts().forEach((version, counts) -> counted.put(version, counts.stage()));
    Instant at = state.looked().orElse(Instant.EPOCH);
    // Repeats the last look with the same counts, which changes nothing.
    InterimLook look =
        look(state, champion.get(), new RolloutObservation(at, last, Optional.empty()), false);
    return new RolloutProgress(
        progress(state, champion.get()),
        counted,
        look.verdict().readings().stream()
            .map(reading -> reading.sentence() + " (" + reading.outcomeName() + ")")
            .toList(),
        look.evidence().toNode());
  }

  private String progress(RolloutState state, String champion) {
    return "stage "
        + (state.stage() + 1)
        + " of "
        + stages.size()
        + ", "
        + stages.get(state.stage())
        + (state.detour() ? ", all traffic until version " + champion + " answers again" : "")
        + (state.paused().isPresent() ? ", held" : "")
        + (state.extended() ? ", observed a second time" : "");
  }

  /** Returns whether a look at a champion with an open rollback window is due. */
  public boolean isDue(RolloutState state, Instant now) {
    return state.looked().map(last -> !now.isBefore(last.plus(labels.interval()))).orElse(true);
  }

  private RolloutStep prepare(RolloutState state, RolloutObservation observation) {
    if (observation.of(state.challenger()).state() instanceof VersionState.Failed failed) {
      return new RolloutStep.RollBack(
          "rollback: target",
          "the target could not start version " + state.challenger() + ": " + failed.why(),
          none());
    }
    Optional<String> unready = unready(state, observation);
    if (unready.isPresent() || state.paused().isPresent()) {
      return unready
          .filter(version -> isMissing(version, state, observation))
          .<RolloutStep>map(version -> new RolloutStep.Prepare(state, version))
          .orElseGet(() -> new RolloutStep.Wait(state));
    }
    if (state.champion().isEmpty()) {
      return new RolloutStep.Promote(
          state.promoted(), "it is the first version; there is none to roll back to", none());
    }
    Optional<String> refusal =
        RolloutPreflight.refusal(
            rollout, sequence, observation.of(state.champion().get()), latency);
    if (refusal.isPresent()) {
      return new RolloutStep.RollBack("rollout: refused", refusal.get(), none());
    }
    return stages.isEmpty()
        ? new RolloutStep.Promote(
            promoted(state, observation), "the next batch is observed after promotion", none())
        : begin(state, 0, "version " + state.challenger() + " is ready", none(), observation);
  }

  /**
   * Returns whether a version must be prepared: a challenger that is missing or was removed, or a
   * champion that does not answer.
   */
  private static boolean isMissing(
      String version, RolloutState state, RolloutObservation observation) {
    return !version.equals(state.challenger())
        || !observation.health().containsKey(version)
        || observation.of(version).state() instanceof VersionState.Gone;
  }

  /**
   * Returns a version that is not ready; the champion must be too, because a rollback ends there.
   */
  private static Optional<String> unready(RolloutState state, RolloutObservation observation) {
    return Stream.concat(state.champion().stream(), Stream.of(state.challenger()))
        .filter(version -> !observation.of(version).ready())
        .findFirst();
  }

  private RolloutStep begin(
      RolloutState state,
      int index,
      String why,
      Node.Mapping evidence,
      RolloutObservation observation) {
    Stage stage = stages.get(index);
    return new RolloutStep.Begin(
        state.atStage(index, observation.counters(state), !rollout.warmUp().isZero()),
        stage.split(state.challenger(), state.champion().orElseThrow()),
        "version "
            + state.challenger()
            + " gets "
            + stage
            + " of the traffic (stage "
            + (index + 1)
            + " of "
            + stages.size()
            + ")",
        why,
        evidence);
  }

  private RolloutStep observe(
      RolloutState before, String champion, RolloutObservation observation, Instant began) {
    VersionState challenger = observation.of(before.challenger()).state();
    if (!(challenger instanceof VersionState.Ready)) {
      return down(before, challenger);
    }
    Instant warm = began.plus(rollout.warmUp());
    boolean over = before.paused().isEmpty() && !observation.now().isBefore(end(before, warm));
    if (!over && !due(before, observation.now())) {
      return new RolloutStep.Wait(before);
    }
    InterimLook look = look(before, champion, observation, observation.now().isBefore(warm));
    if (look.verdict().violated().isPresent()) {
      return harmful(look, look.verdict().violated().get());
    }
    if (!over || awaitsBatch(look)) {
      return new RolloutStep.Wait(look.state());
    }
    return ended(look);
  }

  /** Returns whether a batch is still missing: both versions must have scored one. */
  private boolean awaitsBatch(InterimLook look) {
    long minimum = Math.max(1, rollout.minimumRequests());
    return sequence.batches()
        && (look.figures().canary().stage().requests() < minimum
            || look.figures().champion().stage().requests() == 0);
  }

  /** Returns when the observation of the stage ends. */
  private Instant end(RolloutState state, Instant warm) {
    Duration observation = stages.get(state.stage()).observe();
    return warm.plus(state.extended() ? observation.multipliedBy(2) : observation);
  }

  private boolean due(RolloutState state, Instant now) {
    return state.looked().map(last -> !now.isBefore(last.plus(rollout.checkEvery()))).orElse(true);
  }

  private InterimLook look(
      RolloutState before, String champion, RolloutObservation observation, boolean warmingUp) {
    RolloutState state = before.counted(observation.count(before, warmingUp));
    RuleInputs figures = observation.figures(state, champion);
    RuleFamily.Verdict verdict = family.look(state.tests(), state.stage(), figures, warmingUp);
    return new InterimLook(
        state.tested(verdict.tests(), observation.now()),
        figures,
        verdict,
        observation,
        sequence.mirrored(state.stage()));
  }

  private static RolloutStep down(RolloutState state, VersionState found) {
    String what = " fails its health check";
    if (found instanceof VersionState.Failed failed) {
      what = " failed: " + failed.why();
    } else if (found instanceof VersionState.Gone) {
      what = " is gone from the target";
    }
    return new RolloutStep.RollBack(
        "rollback: health check", "version " + state.challenger() + what, none());
  }

  private static RolloutStep harmful(InterimLook look, RuleReading violated) {
    return new RolloutStep.RollBack(
        "rollback: " + violated.rule(),
        violated.sentence(),
        look.evidence().and(Facts.checks(violated.checks()).toNode()).toNode());
  }

  /** Returns why the rules cannot pass the stage. */
  private List<String> doubts(InterimLook look) {
    return look.verdict().readings().stream()
        .filter(reading -> !labels.arriveLater(reading))
        .flatMap(reading -> reading.doubt().stream())
        .toList();
  }

  /** Returns how many requests are missing for any conclusion; empty if there are enough. */
  private Optional<String> noTraffic(InterimLook look) {
    long requests = look.figures().canary().stage().requests();
    return requests < rollout.minimumRequests()
        ? Optional.of(
            "it answered "
                + requests
                + " of the "
                + rollout.minimumRequests()
                + " requests that a stage requires")
        : Optional.empty();
  }

  /** A stage without traffic shows neither harm nor safety, whatever its rules say. */
  private RolloutStep ended(InterimLook look) {
    List<String> doubts = doubts(look);
    Optional<String> missing = noTraffic(look);
    if (missing.isEmpty()) {
      return doubts.isEmpty() ? proceed(look, look.why()) : inconclusive(look, doubts);
    }
    List<String> all = new ArrayList<>(missing.stream().toList());
    all.addAll(doubts);
    return switch (rollout.whenNoTraffic()) {
      case PROCEED -> doubts.isEmpty() ? proceed(look, unseen(all)) : inconclusive(look, all);
      case EXTEND_ONCE -> extendOnce(String.join("; ", all), look);
      case ROLL_BACK -> unproven(String.join("; ", all), look);
    };
  }

  private static String unseen(List<String> reasons) {
    return "no harm was shown; " + String.join("; ", reasons);
  }

  private RolloutStep proceed(InterimLook look, String why) {
    RolloutState state = look.state();
    int following = state.stage() + 1;
    Node.Mapping evidence = evidence(look);
    return following == stages.size()
        ? new RolloutStep.Promote(promoted(state, look.observation()), why, evidence)
        : begin(state, following, why, evidence, look.observation());
  }

  /** Marks a stage that passed without evidence, so that reports do not show it as proven. */
  private Node.Mapping evidence(InterimLook look) {
    Facts facts = look.evidence();
    List<String> missing = new ArrayList<>(noTraffic(look).stream().toList());
    missing.addAll(doubts(look));
    return (missing.isEmpty() ? facts : facts.with("unproven", String.join("; ", missing)))
        .toNode();
  }

  private RolloutStep inconclusive(InterimLook look, List<String> doubts) {
    String reasons = String.join("; ", doubts);
    return switch (rollout.whenInconclusive()) {
      case PROCEED -> proceed(look, "no harm was shown; " + reasons);
      case EXTEND_ONCE -> extendOnce(reasons, look);
      case ROLL_BACK -> unproven(reasons, look);
    };
  }

  private static RolloutStep extendOnce(String reasons, InterimLook look) {
    return look.state().extended()
        ? unproven(reasons, look)
        : new RolloutStep.Wait(look.state().extendedOnce());
  }

  private static RolloutStep unproven(String reasons, InterimLook look) {
    return new RolloutStep.RollBack(
        "rollback: inconclusive", "no safety was shown: " + reasons, look.evidence().toNode());
  }

  private static Node.Mapping none() {
    return Facts.NONE.toNode();
  }
}
