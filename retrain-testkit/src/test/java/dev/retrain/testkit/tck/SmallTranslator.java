package dev.retrain.testkit.tck;

import dev.retrain.api.pipeline.Pipeline;
import dev.retrain.spi.backend.Capabilities;
import dev.retrain.spi.backend.Capability;
import dev.retrain.spi.backend.CapabilityUse;
import dev.retrain.spi.backend.NativeDefinition;
import dev.retrain.spi.backend.Plan;
import dev.retrain.spi.backend.Preflight;
import dev.retrain.spi.backend.Support;
import dev.retrain.spi.backend.Translator;
import dev.retrain.translation.StepPlans;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The pure half of the backend that the kit's own tests run the kit on. */
final class SmallTranslator implements Translator {

  private static final Set<Capability> HERE =
      EnumSet.of(
          Capability.PROCESS,
          Capability.TRAIN,
          Capability.EVALUATE,
          Capability.TUNE_OWN_IMAGE,
          Capability.GATE,
          Capability.CHAMPION,
          Capability.PARAMETERS,
          Capability.HYPERPARAMETERS,
          Capability.RETRY,
          Capability.TIMEOUT,
          Capability.ENVIRONMENT,
          Capability.SECRETS,
          Capability.TAGS,
          Capability.CANCEL,
          Capability.RESUME,
          Capability.SCHEDULE);

  @Override
  public Capabilities capabilities() {
    Map<Capability, Support> all = new EnumMap<>(Capability.class);
    for (Capability capability : Capability.values()) {
      all.put(
          capability,
          HERE.contains(capability)
              ? Support.natively("a function call")
              : Support.absent("it is a small backend", "use a larger one"));
    }
    return Capabilities.of(all);
  }

  @Override
  public Preflight preflight(Pipeline pipeline) {
    return Preflight.of(pipeline, capabilities());
  }

  @Override
  public NativeDefinition translate(Pipeline pipeline) {
    preflight(pipeline).orThrow(SmallBackendProvider.NAME, pipeline);
    return new NativeDefinition(Map.of("small/pipeline.json", pipeline.canonicalJson()));
  }

  @Override
  public Plan plan(Pipeline pipeline) {
    List<Plan.StepPlan> steps = new ArrayList<>();
    pipeline
        .steps()
        .forEach(
            step -> {
              Map<Capability, Support> features =
                  StepPlans.features(CapabilityUse.of(step), capabilities());
              steps.add(
                  new Plan.StepPlan(
                      step.name(),
                      step.kind(),
                      "call",
                      StepPlans.weakest(features, Support.natively("call")),
                      features,
                      Map.of("machine", "this one"),
                      "a function",
                      pipeline.identityOf(step),
                      StepPlans.hints(step.task().execution(), SmallBackendProvider.NAME),
                      List.of()));
            });
    pipeline
        .gate()
        .ifPresent(
            gate ->
                steps.add(
                    new Plan.StepPlan(
                        "gate",
                        "gate",
                        "call",
                        capabilities().of(Capability.GATE),
                        Map.of(),
                        Map.of(),
                        "",
                        Optional.empty(),
                        Map.of(),
                        List.of())));
    return new Plan(
        SmallBackendProvider.NAME,
        pipeline.name(),
        pipeline.contentHash(),
        steps,
        preflight(pipeline).problems());
  }
}
