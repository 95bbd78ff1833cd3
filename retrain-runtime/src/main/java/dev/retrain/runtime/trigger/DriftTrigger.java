package dev.retrain.runtime.trigger;

import static java.util.Objects.requireNonNull;

import dev.retrain.api.document.Node;
import dev.retrain.api.document.ObjectShape;
import dev.retrain.api.document.Shape;
import dev.retrain.api.document.Shapes;
import dev.retrain.api.error.Problem;
import dev.retrain.api.metric.Fraction;
import dev.retrain.api.registry.ModelVersion;
import dev.retrain.api.retraining.NamedPart;
import dev.retrain.api.retraining.Retraining;
import dev.retrain.api.retraining.Signal;
import dev.retrain.api.retraining.Trigger;
import dev.retrain.api.retraining.TriggerContext;
import dev.retrain.api.source.DataWindow;
import dev.retrain.api.source.DataWindows;
import dev.retrain.drift.detect.DriftPolicy;
import dev.retrain.drift.detect.DriftReport;
import dev.retrain.drift.detect.DriftState;
import dev.retrain.drift.detect.DriftStep;
import dev.retrain.drift.detect.DriftVerdict;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Fires when the data of a window differs from what the champion was trained on. The reference is
 * the profile of the champion's run, so it changes with the champion. Each window is judged once,
 * in order; between windows the last word stands.
 *
 * @param preset whose thresholds hold
 * @param smoothing of the measures over windows; empty for the preset's
 * @param windows how many in a row arm, and how many pass after a firing; empty for the preset's
 * @param minimumRows a window needs; empty for the preset's
 * @param confidence that must be passed, 1 less the adjusted p-value of the clearest drift
 * @param levels of the drift's strength between which it stays as it is; empty for none
 */
public record DriftTrigger(
    Preset preset,
    Optional<Ewma> smoothing,
    Optional<Windows> windows,
    Optional<Long> minimumRows,
    Optional<Fraction> confidence,
    Optional<Levels> levels)
    implements Trigger {

  /** Named thresholds. */
  public enum Preset {
    /** Effect size and significance, corrected for many features. */
    STANDARD,
    /**
     * Returns a trigger that fires at a PSI above 0.2 or a KS statistic above 0.05, with the false
     * alarms they bring.
     */
    GUIDE
  }

  /**
   * How many windows.
   *
   * @param arm in a row must drift before it fires, at least 1
   * @param disarm pass after a firing before it can fire again, at least 0
   */
  public record Windows(int arm, int disarm) {
    /** Checks the ranges. */
    public Windows {
      if (arm < 1 || disarm < 0) {
        throw new IllegalArgumentException(
            "hysteresis needs at least 1 window to arm and 0 to disarm, not "
                + arm
                + " and "
                + disarm);
      }
    }
  }

  /**
   * How strong the drift must be to fire, and how weak before it can fire again: the largest of the
   * measures as a multiple of its limit. Between the two the firing stands: one run.
   *
   * @param arm at least this strong fires, above 0
   * @param disarm below this it may fire again, above 0 to {@code arm}
   */
  public record Levels(double arm, double disarm) {
    /** Checks the ranges. */
    public Levels {
      if (!(disarm > 0 && disarm <= arm) || !Double.isFinite(arm)) {
        throw new IllegalArgumentException(
            "drift fires from a level on and again below a lower one, not "
                + arm
                + " and "
                + disarm);
      }
    }
  }

  /** Checks that nothing is missing. */
  public DriftTrigger {
    requireNonNull(preset);
    requireNonNull(smoothing);
    requireNonNull(windows);
    requireNonNull(minimumRows);
    requireNonNull(confidence);
    requireNonNull(levels);
  }

  static DriftTrigger of(Preset preset) {
    return new DriftTrigger(
        preset,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /** Returns a copy that is smoothed over windows. */
  public DriftTrigger smoothed(Ewma average) {
    return new DriftTrigger(preset, Optional.of(average), windows, minimumRows, confidence, levels);
  }

  /**
   * Returns a copy that fires after so many windows in a row, and not again before so many have
   * passed.
   */
  public DriftTrigger hysteresis(int arm, int disarm) {
    return new DriftTrigger(
        preset, smoothing, Optional.of(new Windows(arm, disarm)), minimumRows, confidence, levels);
  }

  /** Returns a copy that leaves smaller windows undecided. */
  public DriftTrigger minimumRows(long rows) {
    return new DriftTrigger(preset, smoothing, windows, Optional.of(rows), confidence, levels);
  }

  /**
   * Returns a copy that fires only when it is surer than this: 1 less the clearest adjusted
   * p-value.
   */
  public DriftTrigger confidence(Fraction share) {
    return new DriftTrigger(preset, smoothing, windows, minimumRows, Optional.of(share), levels);
  }

  /**
   * Returns a copy that fires at this strength and not again before it has been below the other:
   * the largest measure as a multiple of its limit.
   */
  public DriftTrigger levels(double arm, double disarm) {
    return new DriftTrigger(
        preset, smoothing, windows, minimumRows, confidence, Optional.of(new Levels(arm, disarm)));
  }

  /** Returns the policy its windows are judged by. */
  public DriftPolicy policy() {
    DriftPolicy policy = preset == Preset.GUIDE ? DriftPolicy.guide() : DriftPolicy.standard();
    policy = smoothing.map(Ewma::weight).map(policy::withSmoothing).orElse(policy);
    if (windows.isPresent()) {
      policy = policy.withWindows(windows.get().arm(), windows.get().disarm());
    }
    return minimumRows.map(policy::withMinimumRows).orElse(policy);
  }

  @Override
  public String describe() {
    return "drift (" + preset.name().toLowerCase(Locale.ROOT) + ")";
  }

  @Override
  public List<Problem> warnings(Retraining policy) {
    return TriggerSources.dataWarnings(policy, this);
  }

  @Override
  public Signal check(TriggerContext context) {
    Optional<ModelVersion> champion = context.champion();
    if (champion.isEmpty()) {
      return Signal.undecided("there is no champion, so nothing to compare with");
    }
    Optional<ModelVersion> profiled =
        champion.filter(version -> version.tags().containsKey(ModelVersion.PROFILE_TAG));
    if (profiled.isEmpty()) {
      return Signal.undecided(
          "version " + champion.get().version() + " carries no training profile");
    }
    return look(context, profiled.get());
  }

  private Signal look(TriggerContext context, ModelVersion champion) {
    Instant since = context.championSince().orElse(champion.createdAt());
    DriftMemory memory =
        context
            .recall()
            .map(DriftMemory::parse)
            .filter(kept -> kept.champion().equals(champion.version()))
            .filter(kept -> !kept.upTo().isAfter(context.now())) // a wrong clock
            .orElseGet(() -> DriftMemory.fresh(champion.version(), since));
    List<DataWindow> fresh = context.data().ended(memory.upTo(), context.now());
    for (DataWindow window : fresh) {
      memory = next(memory, window, champion, context.data());
    }
    if (!fresh.isEmpty() || context.recall().isEmpty()) {
      context.remember(memory.toJson());
    }
    return memory.signal();
  }

  private DriftMemory next(
      DriftMemory memory, DataWindow window, ModelVersion champion, DataWindows windows) {
    DriftState before = DriftState.fromJson(memory.state());
    DriftStep step =
        DriftReferences.of(champion, policy(), windows)
            .check(DriftReferences.rows(window, windows), before);
    Signal signal = signal(step.report(), window);
    Optional<Instant> stands = Optional.empty();
    if (levels.isPresent() && step.report().verdict() != DriftVerdict.INSUFFICIENT_DATA) {
      double strength = DriftEvidence.strength(step.report(), policy());
      signal = held(memory, signal, strength);
      stands =
          signal instanceof Signal.Fire
              ? Optional.of(memory.stands().orElse(window.end()))
              : Optional.empty();
    } else if (levels.isPresent()) {
      stands = memory.stands();
    }
    return new DriftMemory(memory.champion(), window.end(), step.state().toJson(), signal, stands);
  }

  /** Returns what the levels make of a window's signal. */
  private Signal held(DriftMemory memory, Signal said, double strength) {
    Levels bounds = levels.orElseThrow();
    String words = said.why() + ", " + Node.of(strength) + " times the limit";
    if (memory.stands().isPresent() && strength >= bounds.disarm()) {
      return Signal.fire(
          memory.stands().get().toString(),
          words + ", not yet below " + Node.of(bounds.disarm()),
          said.evidence());
    }
    return said instanceof Signal.Fire && strength < bounds.arm()
        ? Signal.quiet(words + ", less than " + Node.of(bounds.arm()), said.evidence())
        : said;
  }

  private Signal signal(DriftReport report, DataWindow window) {
    Node.Mapping evidence = DriftEvidence.of(report, policy(), window);
    String words = DriftEvidence.words(report, window);
    if (report.verdict() == DriftVerdict.INSUFFICIENT_DATA) {
      return Signal.undecided("not enough data: " + words, evidence);
    }
    if (!report.retrain()) {
      return Signal.quiet(words, evidence);
    }
    double sure = DriftEvidence.confidence(report);
    return confidence.isPresent() && sure <= confidence.get().value()
        ? Signal.quiet(words + ", but only with confidence " + Node.of(sure), evidence)
        : Signal.fire(window.end().toString(), words, evidence);
  }

  /** {@code {type: drift, policy: standard, smoothing: 0.3, arm: 2, disarm: 2}}. */
  public static final class Type extends NamedPart<Trigger, DriftTrigger> {

    /** Creates the type, as {@link java.util.ServiceLoader} requires. */
    public Type() {
      super(Trigger.class, "drift", DriftTrigger.class);
    }

    @Override
    public ObjectShape<DriftTrigger> shape() {
      ObjectShape.Builder<DriftTrigger> all = ObjectShape.named("DriftTrigger");
      var preset =
          all.optional(
              "policy",
              Shapes.choice(Preset.class),
              Preset.STANDARD,
              DriftTrigger::preset,
              "thresholds");
      var smoothing =
          all.maybe(
              "smoothing",
              Shapes.number(0, 1).as(Ewma::new, Ewma::weight),
              DriftTrigger::smoothing,
              "weight of the newest");
      var windows = all.maybe("hysteresis", windowsShape(), DriftTrigger::windows, "in a row");
      var rows =
          all.maybe(
              "minimumRows", Shapes.integer(1, Long.MAX_VALUE), DriftTrigger::minimumRows, "");
      var sure = all.maybe("surerThan", Fraction.shape(), DriftTrigger::confidence, "confidence");
      all.alias("confidence", sure);
      var levels = all.maybe("levels", levelsShape(), DriftTrigger::levels, "of strength");
      return all.build(
          f ->
              new DriftTrigger(
                  f.get(preset),
                  f.find(smoothing),
                  f.find(windows),
                  f.find(rows),
                  f.find(sure),
                  f.find(levels)));
    }

    private static Shape<Levels> levelsShape() {
      ObjectShape.Builder<Levels> all = ObjectShape.named("DriftLevels");
      var arm = all.required("arm", Shapes.number(), Levels::arm, "fires from here on");
      var disarm = all.required("disarm", Shapes.number(), Levels::disarm, "again below this");
      return all.build(f -> new Levels(f.get(arm), f.get(disarm)));
    }

    private static Shape<Windows> windowsShape() {
      ObjectShape.Builder<Windows> all = ObjectShape.named("Hysteresis");
      var arm = all.required("arm", Shapes.integer(1, 1000), w -> (long) w.arm(), "in a row");
      var disarm = all.required("disarm", Shapes.integer(0, 1000), w -> (long) w.disarm(), "after");
      return all.build(
          f -> new Windows(Math.toIntExact(f.get(arm)), Math.toIntExact(f.get(disarm))));
    }
  }
}
