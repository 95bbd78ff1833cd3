package dev.retrain.api.retraining;

import static java.util.Objects.requireNonNull;

import dev.retrain.api.document.Documents;
import dev.retrain.api.document.Node;
import dev.retrain.api.document.SchemaDefinitions;
import dev.retrain.api.evaluation.Evaluator;
import dev.retrain.api.pipeline.Pipeline;
import dev.retrain.api.rollout.Rollout;
import dev.retrain.api.rollout.Target;
import dev.retrain.api.source.DataWindows;
import dev.retrain.api.source.MetricSource;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * One model's whole policy: what is run, when, how the result is judged, and how it reaches users.
 * Immutable and thread-safe.
 *
 * @param name unique among the retrainings of one retrainer; the pipeline's unless said otherwise
 * @param pipeline what is run; it has a gate
 * @param triggers in the order of the definition; at least one
 * @param guards what holds it back
 * @param evaluator judges beyond the pipeline's gate; empty when the gate is enough
 * @param approval asked of a person before the rollout; empty when the verdict is enough
 * @param rollout how a promoted version reaches users
 * @param target where it goes
 * @param metrics where metric triggers look
 * @param data where drift triggers look
 * @param tags for everything created
 */
public record Retraining(
    String name,
    Pipeline pipeline,
    List<TriggerRule> triggers,
    Guards guards,
    Optional<Evaluator> evaluator,
    Optional<Approval> approval,
    Rollout rollout,
    Target target,
    MetricSource metrics,
    DataWindows data,
    Map<String, String> tags) {

  /** Copies the collections. */
  public Retraining {
    requireNonNull(name);
    requireNonNull(pipeline);
    triggers = List.copyOf(triggers);
    requireNonNull(guards);
    requireNonNull(evaluator);
    requireNonNull(approval);
    requireNonNull(rollout);
    requireNonNull(target);
    requireNonNull(metrics);
    requireNonNull(data);
    tags = Collections.unmodifiableMap(new TreeMap<>(tags));
    RetrainingValidator.check(name, pipeline, triggers, guards);
    RetrainingValidator.checkSource(name, rollout, metrics);
  }

  /** Begins the policy of a pipeline. */
  public static Builder of(Pipeline pipeline) {
    return new Builder(pipeline);
  }

  /**
   * Reads a retraining from JSON or YAML; its key {@code pipeline} may name a file beside it.
   *
   * @throws dev.retrain.api.error.InvalidDefinitionException with every problem, each with its line
   */
  public static Retraining read(Path file) {
    return RetrainingShape.read(Documents.read(file), file);
  }

  /**
   * Reads a retraining from a parsed document that holds its pipeline.
   *
   * @throws dev.retrain.api.error.InvalidDefinitionException with every problem, each with its line
   */
  public static Retraining fromNode(Node node) {
    return RetrainingShape.read(node);
  }

  /** The JSON Schema of the document form, with the parts found on the class path. */
  public static String jsonSchema() {
    return Documents.json(
        SchemaDefinitions.schemaOf(RetrainingShape.shape(), "retrain retraining"));
  }

  /** The model's name in the registry, as the pipeline's gate registers it. */
  public String model() {
    return pipeline.gate().orElseThrow().registration().modelName();
  }

  /**
   * The document form.
   *
   * @throws IllegalArgumentException if a part is of a class no {@link PartType} describes
   */
  public Node toNode() {
    return RetrainingShape.shape().write(this);
  }

  /** Compact JSON with sorted keys. */
  public String canonicalJson() {
    return Documents.canonicalJson(toNode());
  }

  /** YAML, in the order people read it. */
  public String toYaml() {
    return Documents.yaml(toNode());
  }

  @Override
  public String toString() {
    return "retraining " + name;
  }

  /** Collects the parts of a policy. Not thread-safe. */
  public static final class Builder {
    private final Pipeline pipeline;
    private final List<TriggerRule> triggers = new ArrayList<>();
    private final Map<String, String> tags = new TreeMap<>();
    private String name;
    private Guards guards = Guards.NONE;
    private Optional<Evaluator> evaluator = Optional.empty();
    private Optional<Approval> approval = Optional.empty();
    private Rollout rollout = Rollout.allAtOnce();
    private Target target;
    private MetricSource metrics = MetricSource.NONE;
    private DataWindows data = DataWindows.NONE;

    private Builder(Pipeline pipeline) {
      this.pipeline = pipeline;
      this.name = pipeline.name();
      this.target =
          Target.registryAlias(
              pipeline.gate().map(gate -> gate.registration().modelName()).orElse(name));
    }

    /** Sets another name than the pipeline's. */
    public Builder named(String other) {
      name = other;
      return this;
    }

    /** Adds tags for everything created. */
    public Builder tags(Tag... more) {
      Arrays.stream(more).forEach(tag -> tags.put(tag.key(), tag.value()));
      return this;
    }

    /** Sets where drift triggers look. */
    public Builder data(DataWindows windows) {
      data = windows;
      return this;
    }

    /** Sets where metric triggers look. */
    public Builder metrics(MetricSource source) {
      metrics = source;
      return this;
    }

    /** Adds a trigger. */
    public Builder when(Trigger trigger, RetrainMode mode) {
      triggers.add(new TriggerRule(trigger, mode));
      return this;
    }

    /** Sets the least time between the starts of two runs. */
    public Builder cooldown(Duration least) {
      guards = guards.cooldown(least);
      return this;
    }

    /** Sets how many runs there may be in any stretch of time of a length. */
    public Builder budget(int runs, Duration period) {
      guards = guards.budget(new Guards.Budget(runs, period));
      return this;
    }

    /** Sets when no run begins; a time that may span midnight. */
    public Builder quietHours(LocalTime from, LocalTime to, ZoneId zone) {
      guards = guards.quietHours(new Guards.QuietHours(from, to, zone));
      return this;
    }

    /** Sets how much runs may cost in any stretch of time of a length. */
    public Builder spending(BigDecimal amount, Duration period) {
      guards = guards.spending(new Guards.Spending(amount, period));
      return this;
    }

    /** Sets how many challengers in a row may be refused before the retraining halts. */
    public Builder giveUpAfter(int refusals) {
      guards = guards.giveUpAfter(refusals);
      return this;
    }

    /**
     * Sets how many challengers in a row may be left undecided until the last counts as refused.
     */
    public Builder undecidedAtMost(int challengers) {
      guards = guards.undecidedAtMost(challengers);
      return this;
    }

    /** Sets all guards in place of earlier ones. */
    public Builder guards(Guards all) {
      guards = all;
      return this;
    }

    /** Sets what judges a run beyond its gate. */
    public Builder promoteIf(Evaluator judge) {
      evaluator = Optional.of(judge);
      return this;
    }

    /** Asks a person before a promoted version reaches users. */
    public Builder approval(Approval asked) {
      approval = Optional.of(asked);
      return this;
    }

    /** Sets how a promoted version reaches users. */
    public Builder rollout(Rollout how) {
      rollout = how;
      return this;
    }

    /** Sets where a promoted version goes. */
    public Builder to(Target where) {
      target = where;
      return this;
    }

    /**
     * Validates and builds.
     *
     * @throws dev.retrain.api.error.InvalidDefinitionException with every problem
     */
    public Retraining build() {
      return new Retraining(
          name, pipeline, triggers, guards, evaluator, approval, rollout, target, metrics, data,
          tags);
    }
  }
}
