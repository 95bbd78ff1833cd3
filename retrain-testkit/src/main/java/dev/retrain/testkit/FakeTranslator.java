package dev.retrain.testkit;

import dev.retrain.api.pipeline.Pipeline;
import dev.retrain.api.pipeline.Step;
import dev.retrain.spi.backend.Capabilities;
import dev.retrain.spi.backend.Capability;
import dev.retrain.spi.backend.CapabilityUse;
import dev.retrain.spi.backend.NativeDefinition;
import dev.retrain.spi.backend.Plan;
import dev.retrain.spi.backend.Preflight;
import dev.retrain.spi.backend.Support;
import dev.retrain.spi.backend.Translator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Declares everything native and translates a pipeline to its canonical JSON. */
record FakeTranslator(Capabilities capabilities) implements Translator {

  static FakeTranslator allNative() {
    Map<Capability, Support> all = new EnumMap<>(Capability.class);
    for (Capability capability : Capability.values()) {
      all.put(capability, Support.natively("the fake"));
    }
    return new FakeTranslator(Capabilities.of(all));
  }

  @Override
  public Preflight preflight(Pipeline pipeline) {
    return Preflight.of(pipeline, capabilities);
  }

  @Override
  public NativeDefinition translate(Pipeline pipeline) {
    preflight(pipeline).orThrow(FakeBackend.NAME, pipeline);
    return new NativeDefinition(Map.of("fake/pipeline.json", pipeline.canonicalJson()));
  }

  @Override
  public Plan plan(Pipeline pipeline) {
    return new Plan(
        FakeBackend.NAME,
        pipeline.name(),
        pipeline.contentHash(),
        pipeline.steps().stream().map(this::plan).toList(),
        preflight(pipeline).problems());
  }

  private Plan.StepPlan plan(Step step) {
    Map<Capability, Support> features = new EnumMap<>(Capability.class);
    CapabilityUse.of(step).forEach(use -> features.put(use, capabilities.of(use)));
    return new Plan.StepPlan(
        step.name(),
        step.kind(),
        "a pretended step",
        Support.natively("the fake"),
        features,
        Map.of("machine", FakeBackend.MACHINE),
        "none",
        Optional.empty(),
        Map.of(),
        List.of());
  }
}
