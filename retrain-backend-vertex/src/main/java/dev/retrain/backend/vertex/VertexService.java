package dev.retrain.backend.vertex;

import static dev.retrain.spi.backend.Support.emulated;
import static dev.retrain.spi.backend.Support.natively;

import dev.retrain.api.error.Problem;
import dev.retrain.api.pipeline.Execution;
import dev.retrain.api.pipeline.Pipeline;
import dev.retrain.kfp.KfpCapabilities;
import dev.retrain.kfp.KfpService;
import dev.retrain.kfp.KfpServiceProfile;
import dev.retrain.kfp.MarkerRules;
import dev.retrain.kfp.ServiceDialect;
import dev.retrain.kfp.Translation;
import dev.retrain.kfp.ir.SpecText;
import dev.retrain.spi.backend.Capabilities;
import dev.retrain.spi.backend.Capability;
import dev.retrain.spi.backend.NativeDefinition;
import dev.retrain.spi.backend.Support;
import java.util.List;
import java.util.Map;

/** Vertex AI Pipelines as a reader of definitions. */
record VertexService(VertexSettings settings) implements KfpService {

  static final String FILE = "vertex/pipeline_job.json";

  /** gRPC's default for a request; Google publishes no smaller limit for a definition. */
  private static final int MAX_BYTES = 4 * 1024 * 1024;

  @Override
  public KfpServiceProfile profile() {
    return new KfpServiceProfile(
        VertexTranslatorProvider.NAME,
        capabilities(),
        settings.place(),
        MarkerRules.VERTEX,
        MAX_BYTES,
        settings.serviceAccount(),
        settings.machines());
  }

  private static Capabilities capabilities() {
    Map<Capability, Support> map = KfpCapabilities.map();
    map.put(Capability.CPU_MEMORY, natively("limits, by which Vertex picks the nearest machine"));
    map.put(Capability.GPU, natively("accelerator of the task"));
    map.put(Capability.SPOT, emulated("ordinary capacity: tasks of a pipeline have no other"));
    map.put(
        Capability.DISK,
        emulated("the 100 GB of every machine, not reserved; artifacts lie on a mount"));
    map.put(
        Capability.TIMEOUT, emulated("a wrapper ends the command: the image needs sh and timeout"));
    map.put(
        Capability.SECRETS,
        emulated(
            "variable NAME_SECRET names the version in Secret Manager, which the container reads"));
    map.put(Capability.IDENTITY, natively("service account of the job"));
    map.put(Capability.TAGS, natively("labels of the job"));
    return Capabilities.ofTranslator(map);
  }

  @Override
  public ServiceDialect dialect(Pipeline pipeline) {
    return new VertexDialect(settings);
  }

  @Override
  public List<Problem> problems(Pipeline pipeline) {
    return VertexLimits.problems(pipeline, settings);
  }

  @Override
  public Map<String, String> resources(Execution execution) {
    return VertexDialect.describe(settings, execution);
  }

  @Override
  public Map<String, String> runTags(Map<String, String> tags) {
    return VertexNames.runLabels(tags);
  }

  @Override
  public NativeDefinition write(Pipeline pipeline, Translation translation) {
    return new NativeDefinition(
        Map.of(
            FILE, SpecText.json(PipelineJobRequest.body(pipeline, translation.spec(), settings))));
  }
}
