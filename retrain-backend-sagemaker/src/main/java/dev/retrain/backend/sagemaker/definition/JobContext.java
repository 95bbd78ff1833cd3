package dev.retrain.backend.sagemaker.definition;

import dev.retrain.api.document.Node;
import dev.retrain.api.pipeline.Artifact;
import dev.retrain.api.pipeline.ArtifactKind;
import dev.retrain.api.pipeline.CachePolicy;
import dev.retrain.api.pipeline.Execution;
import dev.retrain.api.pipeline.Parameter;
import dev.retrain.api.pipeline.Pipeline;
import dev.retrain.api.pipeline.Program;
import dev.retrain.api.pipeline.Step;
import dev.retrain.backend.sagemaker.settings.SageMakerSettings;
import dev.retrain.translation.MappingBuilder;
import dev.retrain.translation.SecretVariables;
import dev.retrain.translation.StepImages;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/** What the steps of all kinds have in common. */
final class JobContext {

  static final String VOLUME_KEY_HINT = "volumeKmsKey";

  /** Stands in the definition where no instance is enough; preflight refuses such a step. */
  private static final String NO_INSTANCE = "none";

  /** Enough of the content hash to tell two definitions apart, within the length of a tag. */
  private static final int VERSION_LENGTH = 12;

  private final Pipeline pipeline;
  private final SageMakerSettings settings;
  private final InstanceTypes instances;
  private final PipelineParameters parameters;
  private final ArtifactLocations locations;
  private final List<Node> tags;

  JobContext(Pipeline pipeline, SageMakerSettings settings) {
    this.pipeline = pipeline;
    this.settings = settings;
    this.instances = new InstanceTypes(settings);
    this.parameters = new PipelineParameters(pipeline, settings);
    this.locations = new ArtifactLocations(pipeline, settings);
    this.tags = makeTags();
  }

  Pipeline pipeline() {
    return pipeline;
  }

  SageMakerSettings settings() {
    return settings;
  }

  PipelineParameters parameters() {
    return parameters;
  }

  ArtifactLocations locations() {
    return locations;
  }

  /** Returns the words that run a program, as the service's requests hold them. */
  List<Node> command(Program program) {
    return images().command(program).stream().map(Node::of).toList();
  }

  StepImages images() {
    return new StepImages(settings.stepsImage(), settings.stepsCommand(), settings.imageRegistry());
  }

  InstanceTypes instances() {
    return instances;
  }

  String role(Step step) {
    return new JobRoles(settings).of(pipeline, step);
  }

  String version() {
    return pipeline.contentHash().substring(0, VERSION_LENGTH);
  }

  /**
   * Returns the step without arguments: name, type and what it waits for without reading from it.
   */
  MappingBuilder envelope(Step step, String type) {
    return new MappingBuilder()
        .put("Name", SageMakerNames.of(step.name()))
        .put("Type", type)
        .put("DependsOn", checkedBy(step))
        .put("CacheConfig", cache(step.task().execution()));
  }

  private List<Node> checkedBy(Step step) {
    TreeSet<String> steps = new TreeSet<>();
    for (Artifact<?> read : step.task().wiring().reads()) {
      if (read.kind() == ArtifactKind.CHECK) {
        steps.add(SageMakerNames.of(locations.writer(read.name()).name()));
      }
    }
    return steps.stream().map(Node::of).toList();
  }

  private static Map<String, Node> cache(Execution execution) {
    return execution
        .cache()
        .map(
            policy -> Map.of("Enabled", Node.of(true), "ExpireAfter", Node.of(expireAfter(policy))))
        .orElse(Map.of());
  }

  /** ISO-8601 in the forms the documentation shows: whole days, else a time of whole minutes. */
  static String expireAfter(CachePolicy policy) {
    Duration age = policy.maxAge();
    return age.equals(Duration.ofDays(age.toDays()))
        ? "P" + age.toDays() + "D"
        : Duration.ofMinutes(Math.max(1, age.toMinutes())).toString();
  }

  /** Returns the machines of a job: instance, how many, and the storage on each. */
  MappingBuilder cluster(Execution execution, boolean forTraining) {
    String instance = instances.of(execution, forTraining).orElse(NO_INSTANCE);
    return new MappingBuilder()
        .put("InstanceCount", execution.resources().nodes())
        .put("InstanceType", instance)
        .put("VolumeSizeInGB", volumeGiB(execution, instance))
        .put(
            "VolumeKmsKeyId",
            volumeKey(execution).filter(key -> !instances.hasOwnStorage(instance)));
  }

  /**
   * Returns the size of the storage on each machine. The settings' default is cut to an instance's
   * own storage, which the request may not exceed; what a step requests is never cut.
   */
  long volumeGiB(Execution execution, String instance) {
    long unasked =
        Math.min(
            settings.volumeGiB(), instances.ownStorageGiB(instance).orElse(settings.volumeGiB()));
    return execution.resources().diskGiB().orElse(unasked);
  }

  Optional<String> volumeKey(Execution execution) {
    return Optional.ofNullable(execution.hints(SageMakerTranslator.NAME).get(VOLUME_KEY_HINT))
        .or(() -> settings.encryption().volumeKey());
  }

  long maxRuntimeSeconds(Execution execution) {
    Duration limit = execution.timeout().orElse(settings.maxRuntime());
    return limit.plusNanos(999_999_999).toSeconds();
  }

  /**
   * Returns variables: plain ones as they are, for a secret only where it is kept. A step that may
   * take an earlier result carries the version of the data, because the service compares addresses
   * and never looks behind them.
   */
  Map<String, Node> environment(Execution execution) {
    Map<String, Node> variables = new TreeMap<>();
    JobRoles roles = new JobRoles(settings);
    SecretVariables.of(execution, roles::secret)
        .forEach((name, value) -> variables.put(name, Node.of(value)));
    if (execution.cache().isPresent()) {
      variables.put("RETRAIN_DATA_VERSION", PipelineVariables.parameter(Parameter.DATA_VERSION));
    }
    execution.environment().forEach((name, value) -> variables.put(name, Node.of(value)));
    return variables;
  }

  /** Returns the pipeline's tags and retrain's own, for every job. */
  List<Node> tags() {
    return tags;
  }

  private List<Node> makeTags() {
    Map<String, Node> all = new TreeMap<>();
    pipeline.tags().forEach((key, value) -> all.put(key, Node.of(value)));
    all.put("retrain:pipeline", Node.of(pipeline.name()));
    all.put("retrain:run", PipelineVariables.parameter(Parameter.RUN_KEY));
    all.put("retrain:definition", Node.of(version()));
    List<Node> list = new ArrayList<>();
    all.forEach(
        (key, value) -> list.add(new MappingBuilder().put("Key", key).put("Value", value).node()));
    return list;
  }

  /** Returns the VPC's subnets and groups; empty without a network. */
  Map<String, Node> vpc() {
    Map<String, Node> vpc = new LinkedHashMap<>();
    settings
        .network()
        .ifPresent(
            network -> {
              vpc.put("SecurityGroupIds", texts(network.securityGroups()));
              vpc.put("Subnets", texts(network.subnets()));
            });
    return vpc;
  }

  private static Node texts(List<String> values) {
    return Node.of(values.stream().map(Node::of).toList());
  }
}
