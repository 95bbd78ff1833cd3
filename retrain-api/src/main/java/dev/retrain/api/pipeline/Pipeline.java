package dev.retrain.api.pipeline;

import static java.util.Objects.requireNonNull;

import dev.retrain.api.document.Documents;
import dev.retrain.api.document.Node;
import dev.retrain.api.document.SchemaDefinitions;
import dev.retrain.api.document.Shape;
import dev.retrain.api.error.InvalidDefinitionException;
import dev.retrain.api.error.InvalidPipelineException;
import dev.retrain.api.error.Problem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * An immutable, validated graph of steps with typed artifacts between them, parameters, and at most
 * one gate. Thread-safe.
 *
 * <p>Steps are kept in one order whatever order they were added in: each after what it reads from,
 * and by name where that leaves a choice. So the canonical form and the {@link #contentHash()}
 * depend on content alone.
 */
public final class Pipeline {

  private final String name;
  private final Map<String, Parameter> parameters;
  private final StepGraph graph;
  private final Optional<Gate> gate;
  private final Optional<String> identity;
  private final Map<String, String> tags;
  private final Optional<String> description;
  private final List<Problem> warnings;
  private final String canonicalJson;
  private final String contentHash;

  Pipeline(PipelineDraft draft, StepGraph graph, List<Problem> warnings) {
    this.name = draft.name();
    this.parameters = new TreeMap<>();
    draft.parameters().forEach(parameter -> parameters.put(parameter.name(), parameter));
    this.graph = graph;
    this.gate = draft.gate().map(GateKinds::resolved);
    this.identity = draft.identity();
    this.tags = Collections.unmodifiableMap(new TreeMap<>(draft.tags()));
    this.description = draft.description();
    this.warnings = List.copyOf(warnings);
    this.canonicalJson = Documents.canonicalJson(toNode());
    this.contentHash = Documents.sha256(canonicalJson);
  }

  /** Starts a pipeline. */
  public static Builder named(String name) {
    return new Builder(name);
  }

  /**
   * Reads a pipeline from JSON or YAML.
   *
   * @throws dev.retrain.api.error.InvalidDefinitionException with every problem, each with its line
   */
  public static Pipeline read(Path file) {
    return fromNode(Documents.read(file));
  }

  /**
   * Reads a pipeline from the text of a JSON or YAML document.
   *
   * @param source what to call the text in problems
   * @throws dev.retrain.api.error.InvalidDefinitionException with every problem, each with its line
   */
  public static Pipeline parse(String text, String source) {
    return fromNode(Documents.parse(text, source));
  }

  /**
   * Reads a pipeline from a parsed document.
   *
   * @throws InvalidPipelineException with every problem, each with its line where there is one
   */
  public static Pipeline fromNode(Node node) {
    return PipelineShape.read(node);
  }

  /** Returns the JSON Schema of the document form. */
  public static String jsonSchema() {
    return Documents.json(SchemaDefinitions.schemaOf(PipelineShape.SHAPE, "retrain pipeline"));
  }

  /**
   * Returns the document form for use inside another document; problems go to the reader, nothing
   * is thrown.
   */
  public static Shape<Pipeline> shape() {
    return EmbeddedPipeline.SHAPE;
  }

  /** Returns the name: lower case letters, digits and hyphens. */
  public String name() {
    return name;
  }

  /** Returns what the pipeline is for, in words for people. */
  public Optional<String> description() {
    return description;
  }

  /** Returns the declared parameters in order of name. */
  public Collection<Parameter> parameters() {
    return Collections.unmodifiableCollection(parameters.values());
  }

  /** Returns a declared parameter. */
  public Optional<Parameter> parameter(String parameterName) {
    return Optional.ofNullable(parameters.get(parameterName));
  }

  /** Returns the steps, each after the steps it reads from, and by name where the order is open. */
  public List<Step> steps() {
    return graph.ordered();
  }

  /**
   * Returns a step by name.
   *
   * @throws IllegalArgumentException if there is none
   */
  public Step step(String stepName) {
    return graph
        .step(stepName)
        .orElseThrow(() -> new IllegalArgumentException(name + " has no step " + stepName));
  }

  /** Returns the gate, where there is one. */
  public Optional<Gate> gate() {
    return gate;
  }

  /** Returns the identity of all steps that name none of their own. */
  public Optional<String> identity() {
    return identity;
  }

  /** Returns the identity a step runs under: its own, else the pipeline's. */
  public Optional<String> identityOf(Step step) {
    return step.task().execution().identity().or(this::identity);
  }

  /** Tags for everything a backend creates for this pipeline. */
  public Map<String, String> tags() {
    return tags;
  }

  /** Returns the warnings found when the pipeline was built. */
  public List<Problem> warnings() {
    return warnings;
  }

  /** Returns the step that writes an artifact; empty for the champion. */
  public Optional<Step> writerOf(String artifact) {
    return graph.writerOf(artifact);
  }

  /** Returns the training profile; empty if the steps write none or more than one. */
  public Optional<Artifact<?>> profile() {
    List<Artifact<?>> profiles =
        steps().stream()
            .<Artifact<?>>flatMap(step -> step.task().wiring().writes().stream())
            .filter(artifact -> artifact.kind() == ArtifactKind.PROFILE)
            .toList();
    return profiles.size() == 1 ? Optional.of(profiles.get(0)) : Optional.empty();
  }

  /**
   * Returns the names of the steps that must have ended before a step starts, direct ones only,
   * sorted.
   */
  public Set<String> upstream(Step step) {
    return graph.upstream(step);
  }

  /** Returns whether any step reads the champion. */
  public boolean readsChampion() {
    return steps().stream()
        .flatMap(step -> step.task().wiring().reads().stream())
        .anyMatch(Artifact::isChampion);
  }

  /** Returns the reserved parameters that steps receive, sorted. */
  public Set<String> reservedParametersUsed() {
    Set<String> used = new TreeSet<>();
    steps().forEach(step -> used.addAll(step.task().wiring().parameters()));
    used.retainAll(Parameter.RESERVED);
    return used;
  }

  /**
   * Binds values to the declared parameters, with defaults for the rest.
   *
   * @param given name to value; reserved names are not allowed
   * @return every declared parameter, in the text form of its type
   * @throws dev.retrain.api.error.InvalidDefinitionException naming every unknown, missing and
   *     ill-typed value
   */
  public Map<String, String> bind(Map<String, String> given) {
    return ParameterBinding.bind(this, given);
  }

  /**
   * Returns a copy for one run in which a step has other hyperparameters. Those not given stay as
   * they are; the copy has a content hash of its own.
   *
   * @param stepName a step with these hyperparameters
   * @param values name to text, integer, finite number or Boolean, of the type and range that the
   *     step declares
   * @throws InvalidDefinitionException with every value that is unknown, ill-typed or out of range
   * @throws IllegalArgumentException if there is no such step or a value is of another class
   */
  public Pipeline withHyperparameters(String stepName, Map<String, ?> values) {
    Step step = step(stepName);
    Map<String, Node.Scalar> scalars = new TreeMap<>();
    values.forEach((key, value) -> scalars.put(key, ScalarValues.of(key, value)));
    List<Problem> problems = new HyperparameterCheck(step, "steps." + stepName).given(scalars);
    if (!problems.isEmpty()) {
      throw new InvalidDefinitionException("hyperparameters of " + name, problems);
    }
    List<Step> all = new ArrayList<>(steps());
    all.replaceAll(one -> one.name().equals(stepName) ? step.hyperparameters(values) : one);
    return PipelineValidator.build(
        new PipelineDraft(
            name, List.copyOf(parameters.values()), all, gate, identity, tags, description),
        List.of(),
        false);
  }

  /** Returns the document form, with keys in reading order. */
  public Node toNode() {
    return PipelineShape.SHAPE.write(
        new PipelineDraft(
            name, List.copyOf(parameters.values()), steps(), gate, identity, tags, description));
  }

  /** Returns compact JSON with sorted keys: the same bytes for the same content. */
  public String canonicalJson() {
    return canonicalJson;
  }

  /** Returns the pipeline as YAML, with keys in reading order. */
  public String toYaml() {
    return Documents.yaml(toNode());
  }

  /** Returns the SHA-256 of {@link #canonicalJson()} as 64 hexadecimal digits. */
  public String contentHash() {
    return contentHash;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Pipeline that && canonicalJson.equals(that.canonicalJson);
  }

  @Override
  public int hashCode() {
    return canonicalJson.hashCode();
  }

  @Override
  public String toString() {
    return "pipeline " + name + " (" + contentHash.substring(0, 12) + ")";
  }

  /** Collects the parts of a pipeline. Not thread-safe. */
  public static final class Builder {
    private final String name;
    private final List<Parameter> parameters = new ArrayList<>();
    private final List<Step> steps = new ArrayList<>();
    private final List<Gate> gates = new ArrayList<>();
    private final Map<String, String> tags = new TreeMap<>();
    private Optional<String> identity = Optional.empty();
    private Optional<String> description = Optional.empty();

    private Builder(String name) {
      this.name = requireNonNull(name);
    }

    /** Sets what the pipeline is for, in 1 to 1000 characters; {@code plan} prints it. */
    public Builder description(String text) {
      description = Optional.of(text);
      return this;
    }

    /** Declares a parameter. */
    public Builder parameter(Parameter parameter) {
      parameters.add(parameter);
      return this;
    }

    /** Declares a text parameter with a default. */
    public Builder parameter(String parameterName, String fallback) {
      return parameter(Parameter.withDefault(parameterName, Parameter.Type.STRING, fallback));
    }

    /** Declares a whole-number parameter with a default. */
    public Builder parameter(String parameterName, long fallback) {
      return parameter(
          Parameter.withDefault(parameterName, Parameter.Type.INTEGER, Long.toString(fallback)));
    }

    /** Declares a number parameter with a default. */
    public Builder parameter(String parameterName, double fallback) {
      return parameter(
          Parameter.withDefault(parameterName, Parameter.Type.NUMBER, Double.toString(fallback)));
    }

    /** Declares a truth-value parameter with a default. */
    public Builder parameter(String parameterName, boolean fallback) {
      return parameter(
          Parameter.withDefault(parameterName, Parameter.Type.BOOLEAN, Boolean.toString(fallback)));
    }

    /** Returns a step by name. */
    public Builder step(Step step) {
      steps.add(requireNonNull(step));
      return this;
    }

    /**
     * Adds the gate: when the metrics satisfy the condition, the model that {@code then} names is
     * registered.
     */
    public Builder when(
        Artifact<Kind.Metrics> metrics,
        Condition condition,
        Function<Gate.Approved, Registration> then) {
      gates.add(new Gate(metrics, condition, then.apply(new Gate.Approved())));
      return this;
    }

    /** Returns the identity of all steps that name none of their own. */
    public Builder identity(String role) {
      identity = Optional.of(role);
      return this;
    }

    /** Adds a tag for everything a backend creates for this pipeline. */
    public Builder tag(String key, String value) {
      tags.put(key, value);
      return this;
    }

    /**
     * Validates and builds.
     *
     * @throws InvalidPipelineException with every problem, if there is an error
     */
    public Pipeline build() {
      List<Problem> problems = new ArrayList<>();
      if (gates.size() > 1) {
        problems.add(
            Problem.error(
                "two-gates",
                "gate",
                "gate",
                "there are " + gates.size() + " gates, a pipeline has at most one",
                "Join the conditions with and()"));
      }
      PipelineDraft draft =
          new PipelineDraft(
              name, parameters, steps, gates.stream().findFirst(), identity, tags, description);
      return PipelineValidator.build(draft, problems, false);
    }
  }
}
