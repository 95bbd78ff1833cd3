package dev.retrain.backend.sagemaker.definition;

import dev.retrain.api.document.Documents;
import dev.retrain.api.error.Problem;
import dev.retrain.api.pipeline.Pipeline;
import dev.retrain.backend.sagemaker.settings.SageMakerSettings;
import dev.retrain.spi.backend.Capabilities;
import dev.retrain.spi.backend.NativeDefinition;
import dev.retrain.spi.backend.Plan;
import dev.retrain.spi.backend.Preflight;
import dev.retrain.spi.backend.Translator;
import dev.retrain.translation.StepPlans;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Translates pipelines into definitions of SageMaker Pipelines, checks and plans them. Thread-safe.
 */
public final class SageMakerTranslator implements Translator {

  /** The backend's name. */
  public static final String NAME = "sagemaker";

  private static final String FILE = "sagemaker/pipeline.json";

  private final SageMakerSettings settings;

  /** Makes a translator for these settings. */
  public SageMakerTranslator(SageMakerSettings settings) {
    this.settings = settings;
  }

  @Override
  public Capabilities capabilities() {
    return SageMakerCapabilities.ALL;
  }

  @Override
  public Preflight preflight(Pipeline pipeline) {
    JobContext parts = new JobContext(pipeline, settings);
    return check(parts, PipelineDefinition.of(parts));
  }

  @Override
  public NativeDefinition translate(Pipeline pipeline) {
    JobContext parts = new JobContext(pipeline, settings);
    PipelineDefinition definition = PipelineDefinition.of(parts);
    check(parts, definition).orThrow(SageMakerTranslator.NAME, pipeline);
    return new NativeDefinition(Map.of(FILE, Documents.json(definition.document())));
  }

  @Override
  public Map<String, String> runTags(Map<String, String> tags) {
    return RequestLimits.RUN_TAGS.of(tags);
  }

  @Override
  public Plan plan(Pipeline pipeline) {
    return StepPlans.plan(
        pipeline, preflight(pipeline), new SageMakerPlan(new JobContext(pipeline, settings)));
  }

  private static Preflight check(JobContext parts, PipelineDefinition definition) {
    List<Problem> problems = new ArrayList<>(DefinitionLimits.problems(parts, definition));
    JobLimits stepLimits = new JobLimits(parts);
    parts.pipeline().steps().forEach(step -> problems.addAll(stepLimits.problems(step)));
    definition.steps().forEach(step -> problems.addAll(RequestLimits.problems(step)));
    return Preflight.of(parts.pipeline(), SageMakerCapabilities.ALL).and(problems);
  }
}
