package dev.retrain.runtime.rollout;

import static java.util.Objects.requireNonNull;

import dev.retrain.api.document.Node;
import dev.retrain.api.document.ObjectShape;
import dev.retrain.api.document.Shape;
import dev.retrain.api.document.Shapes;
import dev.retrain.spi.deploy.VersionHealth;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * How far a rollout has come. Kept in the store between looks.
 *
 * @param challenger the version rolled out
 * @param champion the version it replaces; empty for the first version
 * @param stage index of the stage; -1 while the challenger is made ready
 * @param stageBegan when the target had the stage's traffic
 * @param tallies what was counted, by version; empty before the first stage
 * @param tests what the sequential tests remember, by member of the family
 * @param looked when the rules looked last in this stage
 * @param paused since when a person holds it at its stage
 * @param extended whether the stage is observed once more
 * @param promoting whether all that is left is to make the challenger the champion
 * @param detour whether the champion does not answer, so that the challenger has its traffic
 */
public record RolloutState(
    String challenger,
    Optional<String> champion,
    int stage,
    Optional<Instant> stageBegan,
    Map<String, StageCounts> tallies,
    Map<String, Node> tests,
    Optional<Instant> looked,
    Optional<Instant> paused,
    boolean extended,
    boolean promoting,
    boolean detour) {

  private static final Shape<RolloutState> SHAPE = makeShape();

  /** Copies the maps. */
  public RolloutState {
    requireNonNull(challenger);
    requireNonNull(champion);
    requireNonNull(stageBegan);
    requireNonNull(looked);
    requireNonNull(paused);
    tallies = Collections.unmodifiableMap(new TreeMap<>(tallies));
    tests = Collections.unmodifiableMap(new TreeMap<>(tests));
  }

  /** Before anything was done. */
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
        false);
  }

  /** At the begin of a stage, given the counters; without a warm-up they count from here on. */
  RolloutState atStage(int index, Map<String, VersionHealth> counters, boolean warmUp) {
    Map<String, StageCounts> begun = new TreeMap<>();
    counters.forEach(
        (version, now) -> {
          StageCounts before = tallies.get(version);
          StageCounts tally = before == null ? StageCounts.from(now) : before.nextStage(now);
          begun.put(version, warmUp ? tally : tally.warm());
        });
    return new RolloutState(
        challenger,
        champion,
        index,
        Optional.empty(),
        begun,
        tests,
        Optional.empty(),
        paused,
        false,
        promoting,
        false);
  }

  StageCounts tally(String version) {
    return tallies.getOrDefault(version, StageCounts.from(HealthWindow.NOTHING));
  }

  RolloutState begun(Instant at) {
    return new RolloutState(
        challenger,
        champion,
        stage,
        Optional.of(at),
        tallies,
        tests,
        looked,
        paused,
        extended,
        promoting,
        detour);
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
        detour);
  }

  RolloutState tested(Map<String, Node> newer, Instant at) {
    return new RolloutState(
        challenger,
        champion,
        stage,
        stageBegan,
        tallies,
        newer,
        Optional.of(at),
        paused,
        extended,
        promoting,
        detour);
  }

  RolloutState extendedOnce() {
    return new RolloutState(
        challenger,
        champion,
        stage,
        stageBegan,
        tallies,
        tests,
        looked,
        paused,
        true,
        promoting,
        detour);
  }

  /** Around a champion that does not answer, or back; the stage is observed anew after it. */
  RolloutState around(boolean begins) {
    return new RolloutState(
        challenger,
        champion,
        stage,
        Optional.empty(),
        tallies,
        tests,
        looked,
        paused,
        extended,
        promoting,
        begins);
  }

  /** Held at its stage by a person; holding it again changes nothing. */
  public RolloutState pausedAt(Instant at) {
    return holding(paused.isPresent() ? paused : Optional.of(at), stageBegan);
  }

  /** Going on; the time it was held does not count as observed. */
  public RolloutState resumedAt(Instant at) {
    return holding(Optional.empty(), stageBegan.map(began -> began.plus(held(began, at))));
  }

  private Duration held(Instant began, Instant until) {
    return paused
        .map(since -> since.isBefore(began) ? began : since)
        .map(since -> Duration.between(since, until))
        .orElse(Duration.ZERO);
  }

  private RolloutState holding(Optional<Instant> since, Optional<Instant> began) {
    return new RolloutState(
        challenger,
        champion,
        stage,
        began,
        tallies,
        tests,
        looked,
        since,
        extended,
        promoting,
        detour);
  }

  /** All that is left is to make the challenger the champion. */
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
        false);
  }

  /** The challenger becomes the champion, and what is counted from here on may still undo it. */
  RolloutState promotedArmed(int stage, Map<String, VersionHealth> counters, Instant at) {
    RolloutState armed = atStage(stage, counters, false).begun(at);
    return new RolloutState(
        challenger,
        champion,
        stage,
        armed.stageBegan,
        armed.tallies,
        tests,
        Optional.empty(),
        Optional.empty(),
        false,
        true,
        false);
  }

  /** With all that a version has shown as its history. */
  RolloutState withHistoryOf(String version) {
    Map<String, StageCounts> newer = new TreeMap<>(tallies);
    newer.computeIfPresent(version, (name, tally) -> tally.asHistory());
    return counted(newer);
  }

  /** Whether the way back stays open after promotion. */
  public boolean isArmed() {
    return promoting && champion.isPresent() && !tallies.isEmpty();
  }

  /** The document form. */
  public static Shape<RolloutState> shape() {
    return SHAPE;
  }

  private static Shape<RolloutState> makeShape() {
    ObjectShape.Builder<RolloutState> all = ObjectShape.named("RolloutState");
    var challenger = all.required("challenger", Shapes.text(), RolloutState::challenger, "new");
    var champion = all.maybe("champion", Shapes.text(), RolloutState::champion, "replaced");
    var stage = all.required("stage", Shapes.integer(-1, 1000), s -> (long) s.stage(), "index");
    var began = all.maybe("stageBegan", Shapes.instant(), RolloutState::stageBegan, "when");
    var tallies =
        all.optional(
            "tallies",
            Shapes.map(StageCounts.shape()),
            Map.of(),
            RolloutState::tallies,
            "by version");
    var tests =
        all.optional("tests", Shapes.map(Shapes.any()), Map.of(), RolloutState::tests, "by rule");
    var looked = all.maybe("looked", Shapes.instant(), RolloutState::looked, "when last");
    var paused = all.maybe("paused", Shapes.instant(), RolloutState::paused, "since when");
    var extended = all.optional("extended", Shapes.bool(), false, RolloutState::extended, "once");
    var promoting = all.optional("promoting", Shapes.bool(), false, RolloutState::promoting, "now");
    var detour = all.optional("detour", Shapes.bool(), false, RolloutState::detour, "now");
    return all.build(
        f ->
            new RolloutState(
                f.get(challenger),
                f.find(champion),
                Math.toIntExact(f.get(stage)),
                f.find(began),
                f.get(tallies),
                f.get(tests),
                f.find(looked),
                f.find(paused),
                f.get(extended),
                f.get(promoting),
                f.get(detour)));
  }
}
