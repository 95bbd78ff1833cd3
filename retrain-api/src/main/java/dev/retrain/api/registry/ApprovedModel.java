package dev.retrain.api.registry;

import dev.retrain.api.error.ConfigurationProblem;
import dev.retrain.api.error.FailureContext;
import dev.retrain.api.pipeline.GateResult;
import java.util.Optional;

/**
 * A registered version whose run passed its gate: the only thing a rollout accepts. Created only
 * here, so that a model that was never judged cannot be rolled out.
 */
public final class ApprovedModel {

  private final ModelVersion version;
  private final String evidence;

  private ApprovedModel(ModelVersion version, String evidence) {
    this.version = version;
    this.evidence = evidence;
  }

  /**
   * Approves a version by the gate of its run.
   *
   * @return empty when the gate did not pass
   */
  public static Optional<ApprovedModel> from(ModelVersion version, GateResult gate) {
    return gate.passed() ? Optional.of(new ApprovedModel(version, gate.why())) : Optional.empty();
  }

  /**
   * Approves a version by the tags of its registration.
   *
   * @throws ConfigurationProblem if it has no run or no passed gate
   */
  public static ApprovedModel from(ModelVersion version) {
    String run = version.tags().get(ModelVersion.RUN_TAG);
    if (run == null || !"passed".equals(version.tags().get(ModelVersion.GATE_TAG))) {
      throw new ConfigurationProblem(
          "cannot roll out " + version + ": it has no passed gate",
          FailureContext.hint(
              "Register it through a pipeline whose gate it passes: the tags "
                  + ModelVersion.RUN_TAG
                  + " and "
                  + ModelVersion.GATE_TAG
                  + "=passed are required"),
          null);
    }
    return new ApprovedModel(version, "gate of run " + run + " passed");
  }

  /** Returns the version. */
  public ModelVersion version() {
    return version;
  }

  /** Returns why it was approved, in one sentence. */
  public String evidence() {
    return evidence;
  }

  @Override
  public String toString() {
    return version + " (" + evidence + ")";
  }
}
