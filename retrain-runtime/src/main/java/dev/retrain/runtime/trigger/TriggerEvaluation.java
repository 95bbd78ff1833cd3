package dev.retrain.runtime.trigger;

import dev.retrain.api.error.FailureContext;
import dev.retrain.api.error.PermanentFailure;
import dev.retrain.api.error.RetrainException;
import dev.retrain.api.registry.ModelVersion;
import dev.retrain.api.retraining.Signal;
import dev.retrain.api.retraining.Trigger;
import dev.retrain.api.retraining.TriggerContext;
import dev.retrain.api.retraining.TriggerRule;
import dev.retrain.api.source.DataWindows;
import dev.retrain.api.source.FlagSource;
import dev.retrain.api.source.MetricSource;
import dev.retrain.runtime.phase.LoopMemory;
import dev.retrain.runtime.phase.LoopPolicy;
import dev.retrain.runtime.phase.TriggerResult;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks the triggers of one retraining, once. A trigger that fails is undecided. */
public final class TriggerEvaluation {

  private static final Logger LOG = LoggerFactory.getLogger(TriggerEvaluation.class);

  /** What triggers may look at beyond the retraining's own sources. */
  public interface Outside {

    /** Returns the live version. */
    Optional<ModelVersion> champion();

    /** Returns the application's flags. */
    FlagSource flags();

    /** The metrics of a retraining, as they are to be called. */
    default MetricSource metrics(LoopPolicy of) {
      return of.metrics();
    }

    /** The data of a retraining, as it is to be called. */
    default DataWindows data(LoopPolicy of) {
      return of.data();
    }
  }

  private final Outside outside;
  private final LoopPolicy retraining;
  private final LoopMemory memory;
  private final Instant now;
  private final Optional<Instant> lastLook;
  private Optional<ModelVersion> champion = Optional.empty();
  private boolean asked;

  /**
   * Creates one evaluation.
   *
   * @param lastLook the time of the look before
   */
  public TriggerEvaluation(
      Outside outside,
      LoopPolicy retraining,
      LoopMemory memory,
      Instant now,
      Optional<Instant> lastLook) {
    this.outside = outside;
    this.retraining = retraining;
    this.memory = memory;
    this.now = now;
    this.lastLook = lastLook;
  }

  /** Checks every trigger, in the order of the definition. */
  public List<TriggerResult> all() {
    List<String> ids = TriggerIds.of(retraining.triggers());
    List<TriggerResult> results = new ArrayList<>();
    for (TriggerRule rule : retraining.triggers()) {
      results.add(one(ids.get(results.size()), rule));
    }
    return results;
  }

  private TriggerResult one(String name, TriggerRule rule) {
    Memory context =
        new Memory(
            Optional.ofNullable(memory.triggerMemory().get(name)),
            memory.consumed().getOrDefault(name, ""));
    Signal signal = check(name, rule.trigger(), context);
    return new TriggerResult(
        name, rule.trigger().describe(), rule.mode(), signal, Optional.ofNullable(context.noted));
  }

  private Signal check(String name, Trigger trigger, TriggerContext context) {
    try {
      return trigger.check(context);
    } catch (RetrainException e) {
      LOG.debug("{} {} cannot be asked", retraining, name, e);
      return Signal.undecided(trigger.describe() + " cannot be looked at: " + e.getMessage());
    } catch (RuntimeException e) {
      LOG.warn("{} {} failed", retraining, name, e);
      return Signal.undecided(trigger.describe() + " failed: " + e);
    }
  }

  private Optional<ModelVersion> findChampion() {
    if (!asked) {
      champion = outside.champion();
      asked = true;
    }
    return champion;
  }

  private Instant since(ModelVersion version) {
    return memory
        .champion()
        .filter(reign -> reign.version().equals(version.version()))
        .map(LoopMemory.LiveVersion::since)
        .orElse(version.createdAt());
  }

  private final class Memory implements TriggerContext {
    private final Optional<String> recalled;
    private final String actedOn;
    private @Nullable String noted;

    Memory(Optional<String> recalled, String actedOn) {
      this.recalled = recalled;
      this.actedOn = actedOn;
    }

    @Override
    public Optional<String> actedOn() {
      return Optional.of(actedOn);
    }

    @Override
    public String retraining() {
      return retraining.name();
    }

    @Override
    public Instant now() {
      return now;
    }

    @Override
    public Optional<Instant> lastLook() {
      return lastLook;
    }

    @Override
    public Optional<ModelVersion> champion() {
      return findChampion();
    }

    @Override
    public Optional<Instant> championSince() {
      return findChampion().map(TriggerEvaluation.this::since);
    }

    @Override
    public MetricSource metrics() {
      return outside.metrics(retraining);
    }

    @Override
    public DataWindows data() {
      return outside.data(retraining);
    }

    @Override
    public FlagSource flags() {
      return outside.flags();
    }

    @Override
    public Optional<String> recall() {
      return recalled;
    }

    @Override
    public void remember(String memory) {
      if (memory.length() > TriggerContext.LONGEST_MEMORY) {
        throw new PermanentFailure(
            "asked to remember "
                + memory.length()
                + " characters for the next look, a trigger may keep "
                + TriggerContext.LONGEST_MEMORY
                + "; what it kept before stays",
            FailureContext.hint("let it watch fewer features, or split it into several triggers"),
            null);
      }
      noted = memory;
    }
  }
}
