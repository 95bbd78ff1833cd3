package dev.retrain.translation;

import dev.retrain.api.error.Problem;
import dev.retrain.api.pipeline.Execution;
import dev.retrain.api.pipeline.Gate;
import dev.retrain.api.pipeline.Pipeline;
import dev.retrain.api.pipeline.Step;
import dev.retrain.spi.backend.Capabilities;
import dev.retrain.spi.backend.Capability;
import dev.retrain.spi.backend.CapabilityUse;
import dev.retrain.spi.backend.Plan;
import dev.retrain.spi.backend.Preflight;
import dev.retrain.spi.backend.Support;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/** The common parts of the plans of all backends. */
public final class StepPlans {

  private StepPlans() {}

  /**
   * Returns the plan of a pipeline: its steps in order, the gate last, its warnings before what
   * preflight found.
   *
   * @param backend its name
   * @param step what becomes of a step
   * @param gate what becomes of the gate
   */
  public static Plan plan(
      String backend,
      Pipeline pipeline,
      Preflight preflight,
      Function<Step, Plan.StepPlan> step,
      Function<Gate, Plan.StepPlan> gate) {
    List<Plan.StepPlan> steps = new ArrayList<>();
    pipeline.steps().forEach(one -> steps.add(step.apply(one).describedBy(one.description())));
    pipeline.gate().ifPresent(one -> steps.add(gate.apply(one)));
    List<Problem> problems = new ArrayList<>(pipeline.warnings());
    problems.addAll(preflight.problems());
    return new Plan(
        backend, pipeline.name(), pipeline.contentHash(), steps, problems, pipeline.description());
  }

  /**
   * Returns the plan of a pipeline: its steps in order, the gate last, its warnings before the
   * problems that preflight found.
   */
  public static Plan plan(Pipeline pipeline, Preflight preflight, PlanDetails details) {
    return plan(
        details.backend(),
        pipeline,
        preflight,
        step -> plan(step, details),
        gate -> plan(gate, details));
  }

  private static Plan.StepPlan plan(Step step, PlanDetails details) {
    Map<Capability, Support> features = features(CapabilityUse.of(step), details.capabilities());
    Execution execution = step.task().execution();
    return new Plan.StepPlan(
        step.name(),
        step.kind(),
        details.becomes(step),
        weakest(features, Support.natively(details.becomes(step))),
        features,
        details.resources(step),
        details.image(step.task().program()),
        details.identity(step),
        hints(execution, details.backend()),
        details.notes(step));
  }

  private static Plan.StepPlan plan(Gate gate, PlanDetails details) {
    Map<Capability, Support> features = features(needs(gate), details.capabilities());
    PlanDetails.GateDetails made = details.gate(gate);
    return new Plan.StepPlan(
        "gate",
        "gate",
        made.becomes(),
        weakest(features, Support.natively(made.by())),
        features,
        made.resources(),
        made.image(),
        made.identity(),
        Map.of(),
        made.notes());
  }

  /** Returns how each needed capability is supported. */
  public static Map<Capability, Support> features(Set<Capability> needs, Capabilities declared) {
    Map<Capability, Support> features = new EnumMap<>(Capability.class);
    needs.forEach(capability -> features.put(capability, declared.of(capability)));
    return features;
  }

  /** Returns the capabilities a gate needs. */
  public static Set<Capability> needs(Gate gate) {
    Set<Capability> needs = EnumSet.of(Capability.GATE);
    gate.registration().serving().ifPresent(serving -> needs.add(Capability.SERVING));
    return needs;
  }

  /**
   * Returns the weakest of some: the first that is absent, else the first that is emulated, else
   * {@code otherwise}.
   */
  public static Support weakest(Map<Capability, Support> features, Support otherwise) {
    return features.values().stream()
        .filter(Support.Absent.class::isInstance)
        .findFirst()
        .or(() -> features.values().stream().filter(Support.Emulated.class::isInstance).findFirst())
        .orElse(otherwise);
  }

  /**
   * Returns all hints of a step as {@code backend.key}; those for other backends are marked
   * ignored.
   */
  public static Map<String, String> hints(Execution execution, String backend) {
    Map<String, String> hints = new TreeMap<>();
    execution
        .hints()
        .forEach(
            (owner, all) ->
                all.forEach(
                    (key, value) ->
                        hints.put(
                            owner + "." + key,
                            owner.equals(backend) ? value : value + " (ignored)")));
    return hints;
  }
}
