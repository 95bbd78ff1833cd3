package dev.retrain.runtime.rollout;

import static java.util.Objects.requireNonNull;

import dev.retrain.api.document.ObjectShape;
import dev.retrain.api.document.Shape;
import dev.retrain.api.document.Shapes;
import dev.retrain.api.rollout.VersionHealth;
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
 * @param baseline the counters when counting began, by version; empty before
 * @param extended whether the stage is observed once more
 * @param promoting whether all that is left is to make the challenger the champion
 */
public record RolloutState(
    String challenger,
    Optional<String> champion,
    int stage,
    Optional<Instant> stageBegan,
    Map<String, VersionHealth> baseline,
    boolean extended,
    boolean promoting) {

  private static final Shape<RolloutState> SHAPE = makeShape();

  /** Copies the baseline. */
  public RolloutState {
    requireNonNull(challenger);
    requireNonNull(champion);
    requireNonNull(stageBegan);
    baseline = Collections.unmodifiableMap(new TreeMap<>(baseline));
  }

  /** Before anything was done. */
  public static RolloutState begin(String challenger, Optional<String> champion) {
    return new RolloutState(challenger, champion, -1, Optional.empty(), Map.of(), false, false);
  }

  RolloutState atStage(int index) {
    return new RolloutState(
        challenger, champion, index, Optional.empty(), Map.of(), false, promoting);
  }

  RolloutState begun(Instant at) {
    return new RolloutState(
        challenger, champion, stage, Optional.of(at), baseline, extended, promoting);
  }

  RolloutState counting(Map<String, VersionHealth> from) {
    return new RolloutState(challenger, champion, stage, stageBegan, from, extended, promoting);
  }

  RolloutState extendedOnce() {
    return new RolloutState(challenger, champion, stage, stageBegan, baseline, true, promoting);
  }

  /** All that is left is to make the challenger the champion. */
  public RolloutState promoted() {
    return new RolloutState(challenger, champion, stage, stageBegan, Map.of(), extended, true);
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
    var baseline =
        all.optional(
            "baseline", Shapes.map(HealthShape.SHAPE), Map.of(), RolloutState::baseline, "counts");
    var extended = all.optional("extended", Shapes.bool(), false, RolloutState::extended, "once");
    var promoting = all.optional("promoting", Shapes.bool(), false, RolloutState::promoting, "now");
    return all.build(
        f ->
            new RolloutState(
                f.get(challenger),
                f.find(champion),
                Math.toIntExact(f.get(stage)),
                f.find(began),
                f.get(baseline),
                f.get(extended),
                f.get(promoting)));
  }
}
