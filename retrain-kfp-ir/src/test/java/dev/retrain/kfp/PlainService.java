package dev.retrain.kfp;

import dev.retrain.api.error.Problem;
import dev.retrain.api.pipeline.Execution;
import dev.retrain.api.pipeline.Pipeline;
import dev.retrain.kfp.ir.SpecText;
import dev.retrain.kfp.ir.SpecTree;
import dev.retrain.spi.backend.Capabilities;
import dev.retrain.spi.backend.Capability;
import dev.retrain.spi.backend.NativeDefinition;
import dev.retrain.spi.backend.Support;
import dev.retrain.translation.StepImages;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A service with a limit and few demands. */
record PlainService(String stepsImage, int maxBytes) implements KfpService {

  static final PlainService ROOMY = new PlainService("steps" + PipelineSamples.DIGEST, 1_000_000);

  @Override
  public KfpServiceProfile profile() {
    Map<Capability, Support> map = KfpCapabilities.map();
    for (Capability capability : Capability.values()) {
      map.putIfAbsent(capability, Support.natively("of itself"));
    }
    return new KfpServiceProfile(
        "plain",
        Capabilities.of(map),
        new RunLocation("gs://bucket/root", stepsImage, StepImages.STEPS_COMMAND, "mlflow://m", ""),
        MarkerRules.VERTEX,
        maxBytes,
        Optional.of("robot"),
        new ContainerResourceMapping(
            "plain", MachineDefaults.NONE, false, Optional::of, (resources, devices) -> resources));
  }

  @Override
  public ServiceDialect dialect(Pipeline pipeline) {
    return new PlainDialect();
  }

  @Override
  public List<Problem> problems(Pipeline pipeline) {
    return List.of();
  }

  @Override
  public Map<String, String> resources(Execution execution) {
    return Map.of("machine", "some");
  }

  @Override
  public Map<String, String> runTags(Map<String, String> tags) {
    return Map.copyOf(tags);
  }

  @Override
  public NativeDefinition write(Pipeline pipeline, Translation translation) {
    return new NativeDefinition(
        Map.of("plain/pipeline.json", SpecText.json(SpecTree.of(translation.spec()))));
  }
}
