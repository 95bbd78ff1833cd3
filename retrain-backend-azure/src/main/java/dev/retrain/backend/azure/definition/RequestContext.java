package dev.retrain.backend.azure.definition;

import dev.retrain.api.document.Node;
import dev.retrain.api.pipeline.Execution;
import dev.retrain.api.pipeline.Pipeline;
import dev.retrain.backend.azure.settings.AzureSettings;
import dev.retrain.translation.MappingBuilder;
import dev.retrain.translation.SecretVariables;
import dev.retrain.translation.StepImages;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What the requests for one pipeline have in common. Not thread-safe; made per translation. */
final class RequestContext {

  private static final int VERSION_LENGTH = 12;

  private final Pipeline pipeline;
  private final AzureSettings settings;
  private final MachineSizes machines;
  private final RunValues run;
  private final Map<String, Node> tags;
  private final Map<String, Node> runTags;
  private final Map<String, ResourceRequest> environments = new HashMap<>();

  RequestContext(Pipeline pipeline, AzureSettings settings, RunValues run) {
    this.pipeline = pipeline;
    this.settings = settings;
    this.machines = new MachineSizes(settings);
    this.run = run;
    this.tags = makeTags();
    this.runTags = makeRunTags();
  }

  Pipeline pipeline() {
    return pipeline;
  }

  AzureSettings settings() {
    return settings;
  }

  MachineSizes machines() {
    return machines;
  }

  StepImages images() {
    return new StepImages(settings.stepsImage(), settings.stepsCommand(), settings.imageRegistry());
  }

  WorkspaceIds workspace() {
    return new WorkspaceIds(settings);
  }

  RunValues run() {
    return run;
  }

  /** Returns where an artifact of this run lies. */
  String uri(String step, String artifact) {
    return String.join("/", settings.artifactRoot(), pipeline.name(), run.key(), step, artifact);
  }

  /** Returns the address of the champion when there is none: an empty folder. */
  String noChampion() {
    return settings.artifactRoot() + "/" + pipeline.name() + "/no-champion";
  }

  /** Returns the pipeline's tags, for what more than one run shares. */
  Map<String, Node> tags() {
    return tags;
  }

  /** Returns the tags of the run. */
  Map<String, Node> runTags() {
    return runTags;
  }

  private Map<String, Node> makeTags() {
    Map<String, Node> all = new TreeMap<>();
    pipeline.tags().forEach((key, value) -> all.put(key, Node.of(value)));
    all.put("retrain.managed", Node.of("true"));
    return all;
  }

  private Map<String, Node> makeRunTags() {
    Map<String, Node> all = new TreeMap<>(tags);
    all.put("retrain.pipeline", Node.of(pipeline.name()));
    all.put("retrain.run", Node.of(run.key()));
    all.put("retrain.definition", Node.of(pipeline.contentHash().substring(0, VERSION_LENGTH)));
    return all;
  }

  /** Returns variables: plain ones as they are, for a secret only where it is kept. */
  Map<String, String> variables(Execution execution) {
    Map<String, String> variables =
        new TreeMap<>(SecretVariables.of(execution, workspace()::secret));
    variables.putAll(execution.environment());
    return variables;
  }

  /** Returns the environment of an image. */
  ResourceRequest environment(String image) {
    return environments.computeIfAbsent(image, this::makeEnvironment);
  }

  private ResourceRequest makeEnvironment(String image) {
    MappingBuilder properties =
        new MappingBuilder().put("image", image).put("osType", "Linux").put("tags", tags);
    Node body = ResourceRequest.body(properties);
    return new ResourceRequest(
        "environment", AzureNames.environment(image), ResourceRequest.version(body), body);
  }

  /** Returns the pipeline's identity, else the settings'. */
  Optional<String> identity() {
    return pipeline.identity().or(settings::identity);
  }
}
