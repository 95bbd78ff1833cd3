package dev.retrain.runtime.rollout;

import static java.util.Objects.requireNonNull;

import dev.retrain.api.document.Node;
import dev.retrain.api.document.ObjectShape;
import dev.retrain.api.document.Shape;
import dev.retrain.api.document.Shapes;
import dev.retrain.api.rollout.RollbackRule;
import dev.retrain.api.rollout.Rollout;
import dev.retrain.spi.deploy.HealthInterval;
import dev.retrain.spi.deploy.HealthQuery;
import dev.retrain.spi.deploy.VersionHealth;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Holds the state of a rollout, which is stored between looks.
 *
 * @param challenger version that is rolled out
 * @param champion version it replaces; empty for the first version
 * @param stage index of the stage; -1 while the challenger is prepared
 * @param stageBegan when the target had the traffic of the stage
 * @param counts counts by version; empty before the first stage
 * @param tests states of the sequential tests, by member of the family
 * @param looked time of the last look in this stage
 * @param paused when it was paused at its stage; empty if it is not
 * @param extended whether the stage is observed a second time
 * @param promoting whether only the promotion of the challenger is left
 * @param detour whether the challenger has all traffic because the champion does not answer
 * @param restoring since when the challenger, lost with its process, is being prepared again
 */
public record RolloutState(
    String challenger,
    Optional<String> champion,
    int stage,
    Optional<Instant> stageBegan,
    Map<String, StageCounts> counts,
    Map<String, Node> tests,
    Optional<Instant> looked,
    Optional<Instant> paused,
    boolean extended,
    boolean promoting,
    boolean detour,
    Optional<Instant> restoring) {

  private static final Shape<RolloutState> SHAPE = makeShape();

  /** Copies the maps. */
  public RolloutState {
    requireNonNull(challenger);
    requireNonNull(champion);
    requireNonNull(stageBegan);
    requireNonNull(looked);
    requireNonNull(paused);
    requireNonNull(restoring);
    counts = Collections.unmodifiableMap(new TreeMap<>(counts));
    tests = Collections.unmodifiableMap(new TreeMap<>(tests));
  }

  /** Returns the state at the start of a rollout. */
  public static RolloutState begin(String challenger, Optional<String> champion) {
    return new RolloutState(
        challenger,
        champion,
        -1,
        Optional.empty(),
        Map.of(),
        Map.of(),
        Optional.empty(),
        Optional.empty(),
        false,
        false,
        false,
        Optional.empty());
  }

  /**
   * Returns the state at the start of a stage, given the counters; without a warm-up counting
   * starts now.
   */
  RolloutState atStage(int index, Map<String, VersionHealth> counters, boolean warmUp) {
    Map<String, StageCounts> stageCounts = new TreeMap<>();
    counters.forEach(
        (version, now) -> {
          StageCounts before = counts.get(version);
          StageCounts counts = before == null ? StageCounts.from(now) : before.nextStage(now);
          stageCounts.put(version, warmUp ? counts : counts.warm());
        });
    return new RolloutState(
        challenger,
        champion,
        index,
        Optional.empty(),
        stageCounts,
        tests,
        Optional.empty(),
        paused,
        false,
        promoting,
        false,
        Optional.empty());
  }

  StageCounts counts(String version) {
    return counts.getOrDefault(version, StageCounts.from(HealthWindow.NOTHING));
  }

  RolloutState observedSince(Instant at) {
    return new RolloutState(
        challenger,
        champion,
        stage,
        Optional.of(at),
        counts,
        tests,
        looked,
        paused,
        extended,
        promoting,
        detour,
        restoring);
  }

  /** Returns the state in which the stage is observed from its next traffic on. */
  public RolloutState observedAnew() {
    return new RolloutState(
        challenger,
        champion,
        stage,
        Optional.empty(),
        counts,
        tests,
        looked,
        paused,
        extended,
        promoting,
        detour,
        restoring);
  }

  RolloutState counted(Map<String, StageCounts> newer) {
    return new RolloutState(
        challenger,
        champion,
        stage,
        stageBegan,
        newer,
        tests,
        looked,
        paused,
        extended,
        promoting,
        detour,
        restoring);
  }

  RolloutState tested(Map<String, Node> newer, Instant at) {
    return new RolloutState(
        challenger,
        champion,
        stage,
        stageBegan,
        counts,
        newer,
        Optional.of(at),
        paused,
        extended,
        promoting,
        detour,
        restoring);
  }

  RolloutState extendedOnce() {
    return new RolloutState(
        challenger,
        champion,
        stage,
        stageBegan,
        counts,
        tests,
        looked,
        paused,
        true,
        promoting,
        detour,
        restoring);
  }

  /**
   * Sets or clears the detour around a champion that does not answer; the stage is then observed
   * anew.
   */
  RolloutState withDetour(boolean on) {
    return new RolloutState(
        challenger,
        champion,
        stage,
        Optional.empty(),
        counts,
        tests,
        looked,
        paused,
        extended,
        promoting,
        on,
        restoring);
  }

  /** Records since when the challenger is being prepared again. */
  RolloutState restoringSince(Instant at) {
    return restoring.isPresent() ? this : withRestoring(Optional.of(at), stageBegan);
  }

  /** Returns the state after a challenger was prepared again; its stage is observed anew. */
  RolloutState restored() {
    return restoring.isEmpty() ? this : withRestoring(Optional.empty(), Optional.empty());
  }

  private RolloutState withRestoring(Optional<Instant> since, Optional<Instant> began) {
    return new RolloutState(
        challenger,
        champion,
        stage,
        began,
        counts,
        tests,
        looked,
        paused,
        extended,
        promoting,
        detour,
        since);
  }

  /** Pauses the rollout at its stage; a second pause changes nothing. */
  public RolloutState pausedAt(Instant at) {
    return withPause(paused.isPresent() ? paused : Optional.of(at), stageBegan);
  }

  /** Resumes the rollout; the time it was paused does not count as observed. */
  public RolloutState resumedAt(Instant at) {
    return withPause(Optional.empty(), stageBegan.map(began -> began.plus(pausedFor(began, at))));
  }

  private Duration pausedFor(Instant began, Instant until) {
    return paused
        .map(since -> since.isBefore(began) ? began : since)
        .map(since -> Duration.between(since, until))
        .orElse(Duration.ZERO);
  }

  private RolloutState withPause(Optional<Instant> since, Optional<Instant> began) {
    return new RolloutState(
        challenger,
        champion,
        stage,
        began,
        counts,
        tests,
        looked,
        since,
        extended,
        promoting,
        detour,
        restoring);
  }

  /** Returns the state in which only the promotion of the challenger is left. */
  public RolloutState promoted() {
    return new RolloutState(
        challenger,
        champion,
        stage,
        stageBegan,
        Map.of(),
        Map.of(),
        Optional.empty(),
        Optional.empty(),
        extended,
        true,
        false,
        Optional.empty());
  }

  /** Returns the state in which the challenger is promoted with an open rollback window. */
  RolloutState promotedArmed(int stage, Map<String, VersionHealth> counters, Instant at) {
    RolloutState armed = atStage(stage, counters, false).observedSince(at);
    return new RolloutState(
        challenger,
        champion,
        stage,
        armed.stageBegan,
        armed.counts,
        tests,
        Optional.empty(),
        Optional.empty(),
        false,
        true,
        false,
        Optional.empty());
  }

  /** Makes all counts of a version its history. */
  RolloutState withHistoryOf(String version) {
    Map<String, StageCounts> newer = new TreeMap<>(counts);
    newer.computeIfPresent(version, (name, counts) -> counts.asHistory());
    return counted(newer);
  }

  /**
   * Returns what to ask of the target: counts from the end of the last interval that was counted,
   * else from the start of the stage. While the challenger is prepared they show what the champion
   * answered before, over the time that a stage lasts.
   *
   * @param began when the rollout began
   */
  public HealthQuery query(Rollout rollout, Instant began) {
    Instant start = stage < 0 ? began.minus(rollout.observe()) : stageBegan.orElse(began);
    Instant counted =
        counts.values().stream()
            .flatMap(version -> version.last().interval().stream())
            .map(HealthInterval::to)
            .filter(end -> end.isAfter(start))
            .max(Comparator.naturalOrder())
            .orElse(start);
    List<Duration> limits =
        rollout.rules().stream()
            .filter(RollbackRule.LatencyAbove.class::isInstance)
            .map(rule -> ((RollbackRule.LatencyAbove) rule).limit())
            .toList();
    return new HealthQuery(counted, limits);
  }

  /** Returns whether a rollback window stays open after promotion. */
  public boolean isArmed() {
    return promoting && champion.isPresent() && !counts.isEmpty();
  }

  /** Returns the document form. */
  public static Shape<RolloutState> shape() {
    return SHAPE;
  }

  private static Shape<RolloutState> makeShape() {
    ObjectShape.Builder<RolloutState> all = ObjectShape.named("RolloutState");
    var challenger = all.required("challenger", Shapes.text(), RolloutState::challenger, "new");
    var champion = all.maybe("champion", Shapes.text(), RolloutState::champion, "replaced");
    var stage = all.required("stage", Shapes.integer(-1, 1000), s -> (long) s.stage(), "index");
    var began = all.maybe("stageBegan", Shapes.instant(), RolloutState::stageBegan, "when");
    var counts =
        all.optional(
            "tallies",
            Shapes.map(StageCounts.shape()),
            Map.of(),
            RolloutState::counts,
            "by version");
    var tests =
        all.optional("tests", Shapes.map(Shapes.any()), Map.of(), RolloutState::tests, "by rule");
    var looked = all.maybe("looked", Shapes.instant(), RolloutState::looked, "when last");
    var paused = all.maybe("paused", Shapes.instant(), RolloutState::paused, "since when");
    var extended = all.optional("extended", Shapes.bool(), false, RolloutState::extended, "once");
    var promoting = all.optional("promoting", Shapes.bool(), false, RolloutState::promoting, "now");
    var detour = all.optional("detour", Shapes.bool(), false, RolloutState::detour, "now");
    var restoring = all.maybe("restoring", Shapes.instant(), RolloutState::restoring, "since when");
    return all.build(
        f ->
            new RolloutState(
                f.get(challenger),
                f.find(champion),
                Math.toIntExact(f.get(stage)),
                f.find(began),
                f.get(counts),
                f.get(tests),
                f.find(looked),
                f.find(paused),
                f.get(extended),
                f.get(promoting),
                f.get(detour),
                f.find(restoring)));
  }
}
