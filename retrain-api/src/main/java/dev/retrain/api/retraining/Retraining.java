package dev.retrain.api.retraining;

import static java.util.Objects.requireNonNull;

import dev.retrain.api.document.Documents;
import dev.retrain.api.document.Node;
import dev.retrain.api.document.SchemaDefinitions;
import dev.retrain.api.error.Problem;
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
 * The whole policy of one model: what is run, when, how the result is judged, and how it reaches
 * users. Immutable and thread-safe.
 *
 * @param name unique among the retrainings of one retrainer; the pipeline's by default
 * @param pipeline what is run; it has a gate
 * @param triggers in the order of the definition; at least one
 * @param guards the limits on its runs
 * @param resume how often a failed run goes on from its failed step
 * @param evaluator judges beyond the pipeline's gate; empty when the gate is enough
 * @param approval a person's approval before the rollout; empty when the verdict is enough
 * @param rollout how a promoted version reaches users
 * @param target where it goes
 * @param metrics the source of metric triggers
 * @param data the data of drift triggers
 * @param tags for everything created
 */
public record Retraining(
    String name,
    Pipeline pipeline,
    List<TriggerRule> triggers,
    Guards guards,
    Resume resume,
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
    requireNonNull(resume);
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

  /** Starts the policy of a pipeline. */
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

  /** Returns the JSON Schema of the document form, with the parts found on the class path. */
  public static String jsonSchema() {
    return Documents.json(
        SchemaDefinitions.schemaOf(RetrainingShape.shape(), "retrain retraining"));
  }

  /** Returns the model's name in the registry, as the pipeline's gate registers it. */
  public String model() {
    return pipeline.gate().orElseThrow().registration().modelName();
  }

  /**
   * Returns what is doubtful about the policy: its pipeline's warnings, missing tags, and a rollout
   * without a rollback rule or without a version to roll back to.
   */
  public List<Problem> warnings() {
    return RetrainingLint.of(this);
  }

  /**
   * Returns the document form.
   *
   * @throws IllegalArgumentException if a part is of a class no {@link PartType} describes
   */
  public Node toNode() {
    return RetrainingShape.shape().write(this);
  }

  /** Returns compact JSON with sorted keys. */
  public String canonicalJson() {
    return Documents.canonicalJson(toNode());
  }

  /** Returns the policy as YAML, with keys in reading order. */
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
    private Resume resume = Resume.NONE;
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

    /** Sets the data of drift triggers. */
    public Builder data(DataWindows windows) {
      data = windows;
      return this;
    }

    /** Sets the source of metric triggers. */
    public Builder metrics(MetricSource source) {
      metrics = source;
      return this;
    }

    /** Adds a trigger. */
    public Builder when(Trigger trigger, RetrainMode mode) {
      triggers.add(new TriggerRule(trigger, mode));
      return this;
    }

    /** Adds a trigger with a name, by which decisions and its memory know it. */
    public Builder when(String named, Trigger trigger, RetrainMode mode) {
      return when(new TriggerRule(Optional.of(named), trigger, mode));
    }

    Builder when(TriggerRule rule) {
      triggers.add(rule);
      return this;
    }

    /** Sets the least time between the starts of two runs. */
    public Builder cooldown(Duration least) {
      guards = guards.cooldown(least);
      return this;
    }

    /** Sets how many runs there may be in any period of a length. */
    public Builder budget(int runs, Duration period) {
      guards = guards.budget(new Guards.Budget(runs, period));
      return this;
    }

    /** Sets the time of day when no run starts; it may span midnight. */
    public Builder quietHours(LocalTime from, LocalTime to, ZoneId zone) {
      guards = guards.quietHours(new Guards.QuietHours(from, to, zone));
      return this;
    }

    /** Sets how much runs may cost in any period of a length. */
    public Builder spending(BigDecimal amount, Duration period) {
      guards = guards.spending(new Guards.Spending(amount, period));
      return this;
    }

    /** Sets how many challengers in a row may be rejected before the retraining halts. */
    public Builder giveUpAfter(int rejections) {
      guards = guards.giveUpAfter(rejections);
      return this;
    }

    /**
     * Sets how many challengers in a row may be left undecided until the last counts as rejected.
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

    /** Sets how often a failed run goes on from the step that failed; 0 by default. */
    public Builder resume(Resume failed) {
      resume = failed;
      return this;
    }

    /** Sets the evaluator that judges a run beyond its gate. */
    public Builder promoteIf(Evaluator beyondTheGate) {
      evaluator = Optional.of(beyondTheGate);
      return this;
    }

    /** Requires a person's approval before a promoted version reaches users. */
    public Builder approval(Approval required) {
      approval = Optional.of(required);
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
          name, pipeline, triggers, guards, resume, evaluator, approval, rollout, target, metrics,
          data, tags);
    }
  }
}
