package dev.retrain.backend.azure.definition;

import dev.retrain.api.document.Documents;
import dev.retrain.api.document.Node;
import dev.retrain.api.error.Problem;
import dev.retrain.api.pipeline.Pipeline;
import dev.retrain.backend.azure.settings.AzureSettings;
import dev.retrain.spi.backend.Capabilities;
import dev.retrain.spi.backend.NativeDefinition;
import dev.retrain.spi.backend.Plan;
import dev.retrain.spi.backend.Preflight;
import dev.retrain.spi.backend.Translator;
import dev.retrain.translation.MappingBuilder;
import dev.retrain.translation.StepPlans;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Translates pipelines into requests of Azure Machine Learning, checks and plans them. Thread-safe.
 */
public final class AzureTranslator implements Translator {

  /** The backend's name. */
  public static final String NAME = "azure";

  /** Lists the requests: where to send which file. */
  static final String INDEX = "azure/requests.json";

  private final AzureSettings settings;

  /** Makes a translator for these settings. */
  public AzureTranslator(AzureSettings settings) {
    this.settings = settings;
  }

  @Override
  public Capabilities capabilities() {
    return AzureCapabilities.ALL;
  }

  @Override
  public Preflight preflight(Pipeline pipeline) {
    RequestContext parts = parts(pipeline);
    return check(parts, RequestSequence.of(parts));
  }

  /**
   * Returns the requests for a run whose key and values are not yet known; see {@link RunValues}.
   */
  @Override
  public NativeDefinition translate(Pipeline pipeline) {
    RequestContext parts = parts(pipeline);
    List<ResourceRequest> requests = RequestSequence.of(parts);
    check(parts, requests).orThrow(AzureTranslator.NAME, pipeline);
    return new NativeDefinition(files(requests, parts));
  }

  @Override
  public Map<String, String> runTags(Map<String, String> tags) {
    return JobRequestLimits.RUN_TAGS.of(tags);
  }

  @Override
  public Plan plan(Pipeline pipeline) {
    return StepPlans.plan(pipeline, preflight(pipeline), new AzurePlan(parts(pipeline)));
  }

  private RequestContext parts(Pipeline pipeline) {
    return new RequestContext(pipeline, settings, RunValues.template(pipeline));
  }

  private static Preflight check(RequestContext parts, List<ResourceRequest> requests) {
    List<Problem> problems = new ArrayList<>(JobRequestLimits.problems(parts, requests));
    NodeLimits stepLimits = new NodeLimits(parts);
    parts.pipeline().steps().forEach(step -> problems.addAll(stepLimits.problems(step)));
    problems.addAll(RequestTextChecks.problems(parts.pipeline()));
    return Preflight.of(parts.pipeline(), AzureCapabilities.ALL).and(problems);
  }

  /** Numbered in the order of sending, wide enough to sort as text. */
  private static Map<String, String> files(List<ResourceRequest> requests, RequestContext parts) {
    String form = requests.size() < 100 ? "azure/%02d-%s-%s.json" : "azure/%03d-%s-%s.json";
    Map<String, String> files = new TreeMap<>();
    List<Node> index = new ArrayList<>();
    for (ResourceRequest request : requests) {
      String file =
          String.format(Locale.ROOT, form, files.size() + 1, request.kind(), request.name());
      files.put(file, Documents.json(request.body()));
      index.add(
          new MappingBuilder()
              .put("file", file.substring(file.indexOf('/') + 1))
              .put("method", "PUT")
              .put("url", parts.workspace().url(request.path(parts.run().key())))
              .node());
    }
    files.put(INDEX, Documents.json(new MappingBuilder().put("requests", index).node()));
    return files;
  }
}
