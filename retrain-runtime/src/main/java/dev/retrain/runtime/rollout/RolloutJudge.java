package dev.retrain.runtime.rollout;

import dev.retrain.api.document.Node;
import dev.retrain.api.rollout.Rollout;
import dev.retrain.api.rollout.Target;
import dev.retrain.runtime.evidence.Facts;
import dev.retrain.spi.deploy.TrafficSplit;
import dev.retrain.spi.deploy.VersionHealth;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Decides the next step of a rollout from its state and one look at the target. Pure. */
public final class RolloutJudge {

  private final Rollout rollout;
  private final StageSequence course;
  private final List<Stage> stages;
  private final RuleFamily panel;
  private final LateLabels labels;

  /** A judge of one rollout's rules over live traffic. */
  public RolloutJudge(Rollout rollout) {
    this(rollout, StageSequence.of(rollout));
  }

  /** A judge of one rollout's rules on its way to a target. */
  public RolloutJudge(Rollout rollout, Target target) {
    this(rollout, StageSequence.of(rollout, target));
  }

  private RolloutJudge(Rollout rollout, StageSequence course) {
    this.rollout = rollout;
    this.course = course;
    this.stages = course.stages();
    this.panel = RuleFamilyBuilder.of(rollout, course);
    this.labels = new LateLabels(rollout, course);
  }

  /** The next step. */
  public RolloutStep next(RolloutState state, RolloutObservation seen) {
    if (state.stage() < 0) {
      return prepare(state, seen);
    }
    Optional<String> champion = state.champion();
    if (champion.isEmpty() || state.stage() >= stages.size()) {
      return new RolloutStep.Promote(promoted(state, seen), "no stage is left", none());
    }
    if (isDown(champion.get(), seen) && seen.of(state.challenger()).ready()) {
      return around(state, champion.get(), seen);
    }
    TrafficSplit wanted = stages.get(state.stage()).split(state.challenger(), champion.get());
    if (state.detour() && !isDown(champion.get(), seen)) {
      return answersAgain(state, champion.get(), wanted);
    }
    if (!seen.traffic().equals(Optional.of(wanted))) {
      return new RolloutStep.Route(state, wanted);
    }
    Instant began = state.stageBegan().orElse(seen.now());
    return observe(state.begun(began), champion.get(), seen, began);
  }

  /** A version without counters may only be hard to see; one that says so does not answer. */
  private boolean isDown(String version, RolloutObservation seen) {
    return !course.batches() && seen.health().containsKey(version) && !seen.of(version).ready();
  }

  /** The challenger stands in while the champion is started again, and is judged on. */
  private RolloutStep around(RolloutState state, String champion, RolloutObservation seen) {
    TrafficSplit detour = TrafficSplit.all(state.challenger());
    if (!state.detour()) {
      return new RolloutStep.Begin(
          state.around(true),
          detour,
          "version "
              + state.challenger()
              + " has all the traffic until version "
              + champion
              + " answers again",
          "version " + champion + " does not answer its health check any more; it is started again",
          none());
    }
    if (!seen.traffic().equals(Optional.of(detour))) {
      return new RolloutStep.Route(state, detour);
    }
    if (!due(state, seen.now())) {
      return new RolloutStep.Prepare(state, champion);
    }
    InterimLook look = look(state, champion, seen, false);
    return look.verdict()
        .culprit()
        .map(culprit -> harmful(look, culprit))
        .orElseGet(() -> new RolloutStep.Prepare(look.state(), champion));
  }

  private RolloutStep answersAgain(RolloutState state, String champion, TrafficSplit wanted) {
    return new RolloutStep.Begin(
        state.around(false),
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
        "version " + champion + " answers again; the stage is observed anew",
        none());
  }

  /**
   * The state once the challenger is the champion; armed where the rollout keeps the way back open.
   */
  public RolloutState promoted(RolloutState state, RolloutObservation seen) {
    return labels.areAwaited() && state.champion().isPresent()
        ? state.promotedArmed(stages.size(), seen.counters(state), seen.now())
        : state.promoted();
  }

  /**
   * What follows from a look at a champion whose way back is still open: {@link RolloutStep.Wait},
   * {@link RolloutStep.RollBack} or {@link RolloutStep.Disarm}.
   */
  public RolloutStep watch(RolloutState state, RolloutObservation seen) {
    if (!labels.areAwaited()) {
      return new RolloutStep.Disarm("the policy keeps no way back open any more", none());
    }
    InterimLook look =
        look(labels.withHistory(state, seen), state.champion().orElseThrow(), seen, false);
    return look.verdict()
        .culprit()
        .map(culprit -> harmful(look, culprit))
        .or(() -> labels.settled(look))
        .orElseGet(() -> new RolloutStep.Wait(look.state()));
  }

  /** Where a rollout stands by its last look; nothing is asked of the target. */
  public RolloutProgress standing(RolloutState state) {
    Optional<String> champion = state.champion();
    if (state.stage() < 0 || state.stage() >= stages.size() || champion.isEmpty()) {
      String words = state.promoting() ? "becomes the champion" : "is made ready";
      return new RolloutProgress(words, Map.of(), List.of(), none());
    }
    Map<String, VersionHealth> last = new TreeMap<>();
    Map<String, VersionHealth> counted = new TreeMap<>();
    state.tallies().forEach((version, tally) -> last.put(version, tally.last()));
    state.tallies().forEach((version, tally) -> counted.put(version, tally.stage()));
    Instant at = state.looked().orElse(Instant.EPOCH);
    // What was counted up to the last look, once more: a repeated look changes nothing.
    InterimLook look =
        look(state, champion.get(), new RolloutObservation(at, last, Optional.empty()), false);
    return new RolloutProgress(
        standing(state, champion.get()),
        counted,
        look.verdict().readings().stream()
            .map(reading -> reading.words() + " (" + reading.outcomeWord() + ")")
            .toList(),
        look.evidence().toNode());
  }

  private String standing(RolloutState state, String champion) {
    return "stage "
        + (state.stage() + 1)
        + " of "
        + stages.size()
        + ", "
        + stages.get(state.stage())
        + (state.detour() ? ", all traffic until version " + champion + " answers again" : "")
        + (state.paused().isPresent() ? ", held" : "")
        + (state.extended() ? ", observed once more" : "");
  }

  /** Whether a look at such a champion is due. */
  public boolean isDue(RolloutState state, Instant now) {
    return state.looked().map(last -> !now.isBefore(last.plus(labels.every()))).orElse(true);
  }

  private RolloutStep prepare(RolloutState state, RolloutObservation seen) {
    Optional<String> unready = unready(state, seen);
    if (unready.isPresent() || state.paused().isPresent()) {
      return unready
          .filter(version -> isMissing(version, state, seen))
          .<RolloutStep>map(version -> new RolloutStep.Prepare(state, version))
          .orElseGet(() -> new RolloutStep.Wait(state));
    }
    if (state.champion().isEmpty()) {
      return new RolloutStep.Promote(
          state.promoted(), "it is the first version, there is none to go back to", none());
    }
    Optional<String> refusal =
        RolloutPreflight.refusal(rollout, course, seen.of(state.champion().get()));
    if (refusal.isPresent()) {
      return new RolloutStep.RollBack("rollout: refused", refusal.get(), none());
    }
    return stages.isEmpty()
        ? new RolloutStep.Promote(promoted(state, seen), "the next batch is watched", none())
        : begin(state, 0, "version " + state.challenger() + " is ready", none(), seen);
  }

  /** A challenger that loads is left alone; a champion that does not answer is started again. */
  private static boolean isMissing(String version, RolloutState state, RolloutObservation seen) {
    return !version.equals(state.challenger()) || !seen.health().containsKey(version);
  }

  /** The champion must be ready as well: it is where a rollback ends. */
  private static Optional<String> unready(RolloutState state, RolloutObservation seen) {
    return Stream.concat(state.champion().stream(), Stream.of(state.challenger()))
        .filter(version -> !seen.of(version).ready())
        .findFirst();
  }

  private RolloutStep begin(
      RolloutState state, int index, String why, Node.Mapping evidence, RolloutObservation seen) {
    Stage stage = stages.get(index);
    return new RolloutStep.Begin(
        state.atStage(index, seen.counters(state), !rollout.warmUp().isZero()),
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
      RolloutState before, String champion, RolloutObservation seen, Instant began) {
    if (!seen.of(before.challenger()).ready()) {
      return down(before);
    }
    Instant warm = began.plus(rollout.warmUp());
    boolean over = before.paused().isEmpty() && !seen.now().isBefore(end(before, warm));
    if (!over && !due(before, seen.now())) {
      return new RolloutStep.Wait(before);
    }
    InterimLook look = look(before, champion, seen, seen.now().isBefore(warm));
    if (look.verdict().culprit().isPresent()) {
      return harmful(look, look.verdict().culprit().get());
    }
    if (!over || awaitsBatch(look)) {
      return new RolloutStep.Wait(look.state());
    }
    List<String> doubts = doubts(look);
    return doubts.isEmpty() ? onward(look, look.why()) : inconclusive(look, doubts);
  }

  /** A batch comes when it comes: both versions must have scored one. */
  private boolean awaitsBatch(InterimLook look) {
    long least = Math.max(1, rollout.minimumRequests());
    return course.batches()
        && (look.figures().canary().stage().requests() < least
            || look.figures().champion().stage().requests() == 0);
  }

  /** When the stage has been observed. */
  private Instant end(RolloutState state, Instant warm) {
    Duration observation = stages.get(state.stage()).observe();
    return warm.plus(state.extended() ? observation.multipliedBy(2) : observation);
  }

  private boolean due(RolloutState state, Instant now) {
    return state.looked().map(last -> !now.isBefore(last.plus(rollout.checkEvery()))).orElse(true);
  }

  private InterimLook look(
      RolloutState before, String champion, RolloutObservation seen, boolean warmingUp) {
    RolloutState state = before.counted(seen.count(before, warmingUp));
    RuleInputs figures = seen.figures(state, champion);
    RuleFamily.Verdict verdict = panel.look(state.tests(), state.stage(), figures, warmingUp);
    return new InterimLook(
        state.tested(verdict.tests(), seen.now()),
        figures,
        verdict,
        seen,
        course.mirrored(state.stage()));
  }

  private static RolloutStep down(RolloutState state) {
    return new RolloutStep.RollBack(
        "rollback: health check",
        "version " + state.challenger() + " does not answer its health check any more",
        none());
  }

  private static RolloutStep harmful(InterimLook look, RuleReading culprit) {
    return new RolloutStep.RollBack(
        "rollback: " + culprit.rule(),
        culprit.words(),
        look.evidence().and(Facts.checks(culprit.checks()).toNode()).toNode());
  }

  /** Why the stage cannot pass. */
  private List<String> doubts(InterimLook look) {
    List<String> doubts = new ArrayList<>();
    long requests = look.figures().canary().stage().requests();
    if (requests < rollout.minimumRequests()) {
      doubts.add(
          "it answered "
              + requests
              + " of the "
              + rollout.minimumRequests()
              + " requests a stage needs");
    }
    look.verdict().readings().stream()
        .filter(reading -> !labels.comeLater(reading))
        .flatMap(reading -> reading.doubt().stream())
        .forEach(doubts::add);
    return doubts;
  }

  private RolloutStep onward(InterimLook look, String why) {
    RolloutState state = look.state();
    int following = state.stage() + 1;
    Node.Mapping evidence = look.evidence().toNode();
    return following == stages.size()
        ? new RolloutStep.Promote(promoted(state, look.seen()), why, evidence)
        : begin(state, following, why, evidence, look.seen());
  }

  private RolloutStep inconclusive(InterimLook look, List<String> all) {
    String doubts = String.join("; ", all);
    return switch (rollout.whenInconclusive()) {
      case PROCEED -> onward(look, "no harm was shown: " + doubts);
      case EXTEND_ONCE ->
          look.state().extended()
              ? unproven(doubts, look)
              : new RolloutStep.Wait(look.state().extendedOnce());
      case ROLL_BACK -> unproven(doubts, look);
    };
  }

  private static RolloutStep unproven(String doubts, InterimLook look) {
    return new RolloutStep.RollBack(
        "rollback: inconclusive", "no safety was shown: " + doubts, look.evidence().toNode());
  }

  private static Node.Mapping none() {
    return Facts.NONE.toNode();
  }
}
