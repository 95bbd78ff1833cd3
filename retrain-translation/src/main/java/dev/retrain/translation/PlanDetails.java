package dev.retrain.translation;

import dev.retrain.api.pipeline.Gate;
import dev.retrain.api.pipeline.Program;
import dev.retrain.api.pipeline.Step;
import dev.retrain.spi.backend.Capabilities;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What one service adds to the plan of a pipeline; {@link StepPlans} adds what all plans share. */
public interface PlanDetails {

  /** Returns the backend's name. */
  String backend();

  /** Returns what the backend declares of every capability. */
  Capabilities capabilities();

  /** Returns what the service calls a step, such as {@code Training step}. */
  String becomes(Step step);

  /** Returns the machines and limits of a step, by label. */
  Map<String, String> resources(Step step);

  /** Returns the image that runs a program. */
  String image(Program program);

  /** Returns the identity that a step runs under; empty for the service's default. */
  Optional<String> identity(Step step);

  /** Returns further facts about a step that a reader of the plan needs. */
  List<String> notes(Step step);

  /** Returns what the service makes of a gate. */
  GateDetails gate(Gate gate);

  /**
   * What a service makes of a gate.
   *
   * @param becomes what the service calls it
   * @param by the feature of the service that judges, where the gate is supported natively
   * @param resources machines, by label
   * @param image that judges or serves; empty when none is run
   * @param identity it runs under; empty for the service's default
   * @param notes further facts
   */
  record GateDetails(
      String becomes,
      String by,
      Map<String, String> resources,
      String image,
      Optional<String> identity,
      List<String> notes) {}
}
