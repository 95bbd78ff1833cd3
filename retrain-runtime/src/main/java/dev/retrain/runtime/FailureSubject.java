package dev.retrain.runtime;

import dev.retrain.api.error.FailureContext;
import dev.retrain.runtime.phase.Approving;
import dev.retrain.runtime.phase.Challenger;
import dev.retrain.runtime.phase.Halted;
import dev.retrain.runtime.phase.Idle;
import dev.retrain.runtime.phase.Judging;
import dev.retrain.runtime.phase.LoopState;
import dev.retrain.runtime.phase.Phase;
import dev.retrain.runtime.phase.PlannedRun;
import dev.retrain.runtime.phase.RollingBack;
import dev.retrain.runtime.phase.RollingOut;
import dev.retrain.runtime.phase.Running;
import dev.retrain.runtime.phase.Submitting;
import dev.retrain.spi.backend.RunKey;

/** Returns the run and the data that a look is about, for the failures of its calls. */
final class FailureSubject implements Phase.Visitor<FailureContext> {

  private final String data;

  private FailureSubject(String data) {
    this.data = data;
  }

  static FailureContext of(LoopState state) {
    return state.phase().accept(new FailureSubject(state.memory().data()));
  }

  private static FailureContext planned(PlannedRun run) {
    return FailureContext.none().withRun(run.key().value()).withData(run.inputs().dataVersion());
  }

  /** The memory holds the data of the newest run, which made the challenger. */
  private FailureContext made(RunKey run) {
    FailureContext about = FailureContext.none().withRun(run.value());
    return data.isEmpty() ? about : about.withData(data);
  }

  private FailureContext made(Challenger challenger) {
    return made(challenger.run());
  }

  @Override
  public FailureContext idle(Idle phase) {
    return FailureContext.none();
  }

  @Override
  public FailureContext submitting(Submitting phase) {
    return planned(phase.run());
  }

  @Override
  public FailureContext running(Running phase) {
    return planned(phase.run());
  }

  @Override
  public FailureContext judging(Judging phase) {
    return made(phase.challenger());
  }

  @Override
  public FailureContext approving(Approving phase) {
    return made(phase.challenger());
  }

  @Override
  public FailureContext rollingOut(RollingOut phase) {
    return made(phase.challenger());
  }

  @Override
  public FailureContext rollingBack(RollingBack phase) {
    return phase.run().map(this::made).orElse(FailureContext.none());
  }

  @Override
  public FailureContext halted(Halted phase) {
    return FailureContext.none();
  }
}
