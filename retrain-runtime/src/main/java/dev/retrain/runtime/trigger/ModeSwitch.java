package dev.retrain.runtime.trigger;

import static java.util.Objects.requireNonNull;

import dev.retrain.api.document.Node;
import dev.retrain.api.document.ObjectShape;
import dev.retrain.api.document.Shapes;
import dev.retrain.api.error.Problem;
import dev.retrain.api.error.RetrainException;
import dev.retrain.api.error.TransientFailure;
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
import dev.retrain.drift.detect.Threshold;
import dev.retrain.runtime.evidence.Comparison;
import dev.retrain.runtime.evidence.Comparison.Relation;
import dev.retrain.runtime.evidence.Facts;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says whether a model is to be trained online or in batches: by a quantile over the features of
 * how far each drifted, with a level that turns it on and a lower one that turns it off. It fires
 * while it is online, and is never undecided: until data says otherwise it is batch, and a window
 * that is too small leaves it as it is. A new champion begins in batches.
 *
 * <p>{@code .when(modeSwitch.online(cron("0 * * * *")), INCREMENTAL)} beside {@code
 * .when(modeSwitch.batch(cron("0 3 * * *")), BATCH)} trains every hour in the one mode and every
 * night in the other.
 *
 * @param measure of a feature's drift
 * @param quantile over the features that have the measure, above 0 to 1, by the nearest rank
 * @param online above this it turns online
 * @param batch below this it turns back to batch; at most {@code online}
 * @param minimumRows a window needs
 */
public record ModeSwitch(
    Measure measure, Fraction quantile, double online, double batch, long minimumRows)
    implements Trigger {

  private static final Logger LOG = LoggerFactory.getLogger(ModeSwitch.class);
  private static final Fraction P90 = new Fraction(0.9);
  private static final long ROWS = 200;

  /** What of a feature is measured. */
  public enum Measure {
    /** The population stability index; numbers and categories. */
    PSI,
    /** The Kolmogorov-Smirnov statistic; numbers. */
    KS_STATISTIC,
    /** The Jensen-Shannon distance; numbers and categories. */
    JS_DISTANCE;

    private Threshold above(double limit) {
      return switch (this) {
        case PSI -> new Threshold.Psi(limit);
        case KS_STATISTIC -> new Threshold.KsStatistic(limit);
        case JS_DISTANCE -> new Threshold.JensenShannon(limit);
      };
    }
  }

  /** Checks the ranges. */
  public ModeSwitch {
    requireNonNull(measure);
    if (!(quantile.value() > 0)) {
      throw new IllegalArgumentException("a quantile lies above 0 up to 1, is " + quantile);
    }
    if (!(batch >= 0 && batch <= online) || !Double.isFinite(online)) {
      throw new IllegalArgumentException(
          "it turns online above a level and back below a lower one, not "
              + online
              + " and "
              + batch);
    }
    if (minimumRows < 1) {
      throw new IllegalArgumentException("a window needs at least 1 row, not " + minimumRows);
    }
  }

  static ModeSwitch of(Measure measure, double online, double batch) {
    return new ModeSwitch(measure, P90, online, batch, ROWS);
  }

  /** Returns the same by another measure of a feature's drift. */
  public ModeSwitch by(Measure other) {
    return new ModeSwitch(other, quantile, online, batch, minimumRows);
  }

  /** Returns the same by another quantile over the features. */
  public ModeSwitch quantile(Fraction share) {
    return new ModeSwitch(measure, share, online, batch, minimumRows);
  }

  /** Returns a trigger that fires when another does while the model is to be trained online. */
  public CombinedTrigger online(Trigger trigger) {
    return Triggers.all(trigger, this);
  }

  /** Returns a trigger that fires when another does while the model is to be trained in batches. */
  public CombinedTrigger batch(Trigger trigger) {
    return Triggers.any(trigger).notWhile(this);
  }

  @Override
  public String describe() {
    return "online by the "
        + Node.of(quantile.value())
        + " quantile of "
        + name()
        + " above "
        + Node.of(online)
        + ", batch below "
        + Node.of(batch);
  }

  private String name() {
    return measure.name().toLowerCase(Locale.ROOT);
  }

  @Override
  public List<Problem> warnings(Retraining policy) {
    return TriggerSources.dataWarnings(policy, this);
  }

  @Override
  public Signal check(TriggerContext context) {
    Optional<ModelVersion> champion =
        context.champion().filter(live -> live.tags().containsKey(ModelVersion.PROFILE_TAG));
    if (champion.isEmpty()) {
      return Signal.quiet("batch: there is no champion with a profile to compare with");
    }
    ModelVersion live = champion.get();
    Instant since = context.championSince().orElse(live.createdAt());
    ModeMemory memory =
        context
            .recall()
            .map(ModeMemory::parse)
            .filter(kept -> kept.champion().equals(live.version()))
            .filter(kept -> !kept.upTo().isAfter(context.now())) // a wrong clock
            .orElseGet(() -> ModeMemory.fresh(live.version(), since));
    ModeMemory before = memory;
    for (DataWindow window : context.data().ended(memory.upTo(), context.now())) {
      Optional<ModeMemory> after = next(memory, window, live, context.data());
      if (after.isEmpty()) {
        break;
      }
      memory = after.get();
    }
    if (!memory.equals(before)) {
      context.remember(memory.toJson());
    }
    return memory.signal();
  }

  /** A window that cannot be compared says nothing; one that cannot be read now is read later. */
  private Optional<ModeMemory> next(
      ModeMemory memory, DataWindow window, ModelVersion champion, DataWindows windows) {
    try {
      return Optional.of(judged(memory, window, champion, windows));
    } catch (TransientFailure e) {
      LOG.warn("the window up to {} waits: {}", window.end(), e.getMessage());
      return Optional.empty();
    } catch (RetrainException e) {
      LOG.warn("the window up to {} is left out: {}", window.end(), e.getMessage());
      return Optional.of(memory.looked(window.end()));
    }
  }

  private ModeMemory judged(
      ModeMemory memory, DataWindow window, ModelVersion champion, DataWindows windows) {
    DriftPolicy policy =
        DriftPolicy.guide().withEffects(measure.above(online)).withMinimumRows(minimumRows);
    DriftReport report =
        DriftReferences.of(champion, policy, windows).check(DriftReferences.rows(window, windows));
    double[] values =
        report.features().stream()
            .flatMap(feature -> measure.above(online).of(feature.measures()).stream())
            .mapToDouble(Double::doubleValue)
            .filter(Double::isFinite)
            .sorted()
            .toArray();
    if (values.length == 0 || report.currentRows() < minimumRows) {
      return memory.looked(window.end());
    }
    double score = values[(int) Math.ceil(quantile.value() * values.length) - 1];
    return turned(memory, window, score, values.length);
  }

  private ModeMemory turned(ModeMemory memory, DataWindow window, double score, int features) {
    boolean was = memory.online().isPresent();
    String what = "the " + Node.of(quantile.value()) + " quantile of " + name();
    Comparison seen =
        was
            ? new Comparison(what, score, Relation.BELOW, batch)
            : new Comparison(what, score, Relation.ABOVE, online);
    Optional<Instant> now = memory.online();
    if (seen.holds()) {
      now = was ? Optional.empty() : Optional.of(window.end());
    }
    Facts facts =
        Facts.checks(seen)
            .with("window", window.end())
            .with("dataVersion", window.dataVersion())
            .with("features", features);
    String word = now.isPresent() ? "online: " : "batch: ";
    return new ModeMemory(memory.champion(), window.end(), now, word + seen, facts.toNode());
  }

  /** {@code {type: mode-switch, measure: psi, online: 0.2, batch: 0.1}}. */
  public static final class Type extends NamedPart<Trigger, ModeSwitch> {

    /** Creates the type, as {@link java.util.ServiceLoader} requires. */
    public Type() {
      super(Trigger.class, "mode-switch", ModeSwitch.class);
    }

    @Override
    public ObjectShape<ModeSwitch> shape() {
      ObjectShape.Builder<ModeSwitch> all = ObjectShape.named("ModeSwitch");
      var measure =
          all.optional(
              "measure",
              Shapes.choice(Measure.class),
              Measure.PSI,
              ModeSwitch::measure,
              "of a feature");
      var quantile =
          all.optional("quantile", Fraction.shape(), P90, ModeSwitch::quantile, "over features");
      var online = all.required("online", Shapes.number(), ModeSwitch::online, "on above this");
      var batch = all.required("batch", Shapes.number(), ModeSwitch::batch, "off below this");
      var rows =
          all.optional(
              "minimumRows",
              Shapes.integer(1, Long.MAX_VALUE),
              ROWS,
              ModeSwitch::minimumRows,
              "of a window");
      return all.build(
          f ->
              new ModeSwitch(
                  f.get(measure), f.get(quantile), f.get(online), f.get(batch), f.get(rows)));
    }
  }
}
