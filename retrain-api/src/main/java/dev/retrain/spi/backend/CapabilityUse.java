package dev.retrain.spi.backend;

import dev.retrain.api.pipeline.Execution;
import dev.retrain.api.pipeline.Pipeline;
import dev.retrain.api.pipeline.Program;
import dev.retrain.api.pipeline.Search;
import dev.retrain.api.pipeline.Step;
import dev.retrain.api.pipeline.Wiring;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A capability that a definition needs, and where.
 *
 * @param capability what is needed
 * @param step by which step; empty for the pipeline as a whole
 */
public record CapabilityUse(Capability capability, Optional<String> step) {

  /**
   * Returns every capability a pipeline needs, step by step, then those of the pipeline as a whole.
   */
  public static List<CapabilityUse> of(Pipeline pipeline) {
    List<CapabilityUse> uses = new ArrayList<>();
    for (Step step : pipeline.steps()) {
      of(step).forEach(c -> uses.add(new CapabilityUse(c, Optional.of(step.name()))));
    }
    Set<Capability> whole = EnumSet.noneOf(Capability.class);
    if (!pipeline.parameters().isEmpty()) {
      whole.add(Capability.PARAMETERS);
    }
    if (pipeline.identity().isPresent()) {
      whole.add(Capability.IDENTITY);
    }
    if (!pipeline.tags().isEmpty()) {
      whole.add(Capability.TAGS);
    }
    pipeline
        .gate()
        .ifPresent(
            gate -> {
              whole.add(Capability.GATE);
              if (gate.registration().serving().isPresent()) {
                whole.add(Capability.SERVING);
              }
            });
    whole.forEach(c -> uses.add(new CapabilityUse(c, Optional.empty())));
    return List.copyOf(uses);
  }

  /** Returns every capability a step needs, in the order of the enum. */
  public static Set<Capability> of(Step step) {
    Set<Capability> needs = EnumSet.noneOf(Capability.class);
    needs.addAll(step.accept(BY_KIND));
    if (step.task().program() instanceof Program.Standard) {
      needs.add(Capability.STANDARD_STEPS);
    }
    addWiring(step.task().wiring(), needs);
    addExecution(step.task().execution(), needs);
    return needs;
  }

  private static void addWiring(Wiring wiring, Set<Capability> needs) {
    addIf(!wiring.hyperparameters().isEmpty(), Capability.HYPERPARAMETERS, needs);
    addIf(
        wiring.reads().stream().anyMatch(artifact -> artifact.isChampion()),
        Capability.CHAMPION,
        needs);
  }

  private static void addExecution(Execution execution, Set<Capability> needs) {
    addIf(execution.retry().attempts() > 1, Capability.RETRY, needs);
    addIf(execution.timeout().isPresent(), Capability.TIMEOUT, needs);
    addIf(execution.cache().isPresent(), Capability.CACHE, needs);
    addIf(!execution.environment().isEmpty(), Capability.ENVIRONMENT, needs);
    addIf(!execution.secrets().isEmpty(), Capability.SECRETS, needs);
    addIf(execution.identity().isPresent(), Capability.STEP_IDENTITY, needs);
    addIf(
        execution.resources().cpus().isPresent() || execution.resources().memoryMiB().isPresent(),
        Capability.CPU_MEMORY,
        needs);
    addIf(execution.resources().gpus().isPresent(), Capability.GPU, needs);
    addIf(execution.resources().spotAllowed(), Capability.SPOT, needs);
    addIf(execution.resources().nodes() > 1, Capability.MULTI_NODE, needs);
    addIf(execution.resources().diskGiB().isPresent(), Capability.DISK, needs);
  }

  private static void addIf(boolean needed, Capability capability, Set<Capability> needs) {
    if (needed) {
      needs.add(capability);
    }
  }

  private static final Step.Visitor<Set<Capability>> BY_KIND =
      new Step.Visitor<>() {
        @Override
        public Set<Capability> process(Step.Process step) {
          return EnumSet.of(Capability.PROCESS);
        }

        @Override
        public Set<Capability> train(Step.Train step) {
          return EnumSet.of(Capability.TRAIN);
        }

        @Override
        public Set<Capability> tune(Step.Tune step) {
          return step.search()
              .map(CapabilityUse::of)
              .orElseGet(() -> EnumSet.of(Capability.TUNE_OWN_IMAGE));
        }

        @Override
        public Set<Capability> evaluate(Step.Evaluate step) {
          return EnumSet.of(Capability.EVALUATE);
        }
      };

  private static final Map<Search.Strategy, Capability> STRATEGIES =
      Map.of(
          Search.Strategy.GRID, Capability.TUNE_GRID,
          Search.Strategy.RANDOM, Capability.TUNE_RANDOM,
          Search.Strategy.BAYESIAN, Capability.TUNE_BAYESIAN);

  private static Set<Capability> of(Search search) {
    Set<Capability> needs = EnumSet.of(STRATEGIES.get(search.strategy()));
    addIf(search.earlyStopping().isPresent(), Capability.TUNE_EARLY_STOPPING, needs);
    return needs;
  }
}
