package dev.retrain.runtime;

import dev.retrain.runtime.call.Service;
import dev.retrain.runtime.phase.Approving;
import dev.retrain.runtime.phase.Effect;
import dev.retrain.runtime.phase.Halted;
import dev.retrain.runtime.phase.Idle;
import dev.retrain.runtime.phase.Judging;
import dev.retrain.runtime.phase.LoopPolicy;
import dev.retrain.runtime.phase.LoopState;
import dev.retrain.runtime.phase.Phase;
import dev.retrain.runtime.phase.RollingBack;
import dev.retrain.runtime.phase.RollingOut;
import dev.retrain.runtime.phase.Running;
import dev.retrain.runtime.phase.Submitting;
import java.util.HashSet;
import java.util.Set;

/**
 * The services that a look at a retraining may call, known before it is made: a look that would
 * find one of them busy waits without a thread, and nothing it did has to be repeated.
 */
final class LookServices implements Phase.Visitor<Set<Service>> {

  private final Collaborators collaborators;
  private final LoopState state;
  private final LoopPolicy retraining;

  private LookServices(Collaborators collaborators, LoopState state, LoopPolicy retraining) {
    this.collaborators = collaborators;
    this.state = state;
    this.retraining = retraining;
  }

  /** Returns what the look at a state may call, but for the backend where runs are listed. */
  static Set<Service> of(LoopState state, Collaborators collaborators, LoopPolicy retraining) {
    LookServices services = new LookServices(collaborators, state, retraining);
    Set<Service> all = new HashSet<>(state.phase().accept(services));
    if (state.armed().isPresent()) {
      all.addAll(collaborators.serving(retraining.target()));
    }
    return all;
  }

  /** Returns what an effect calls. */
  static Set<Service> of(
      Effect effect, LoopState after, Collaborators collaborators, LoopPolicy r) {
    if (effect.equals(Effect.none())) {
      return Set.of();
    }
    if (effect instanceof Effect.Submit
        || effect instanceof Effect.Cancel
        || effect instanceof Effect.Resume) {
      return Set.of(collaborators.backendService(), collaborators.registryService());
    }
    return collaborators.serving(after.target(r));
  }

  @Override
  public Set<Service> idle(Idle phase) {
    Set<Service> all = new HashSet<>(collaborators.sources());
    all.add(collaborators.registryService());
    return all;
  }

  @Override
  public Set<Service> submitting(Submitting phase) {
    return Set.of(collaborators.backendService(), collaborators.registryService());
  }

  @Override
  public Set<Service> running(Running phase) {
    return Set.of(collaborators.backendService(), collaborators.registryService());
  }

  @Override
  public Set<Service> judging(Judging phase) {
    return collaborators.serving(retraining.target());
  }

  @Override
  public Set<Service> approving(Approving phase) {
    return collaborators.serving(retraining.target());
  }

  @Override
  public Set<Service> rollingOut(RollingOut phase) {
    Set<Service> all = new HashSet<>(collaborators.serving(state.target(retraining)));
    all.addAll(collaborators.sources());
    return all;
  }

  @Override
  public Set<Service> rollingBack(RollingBack phase) {
    return collaborators.serving(state.target(retraining));
  }

  @Override
  public Set<Service> halted(Halted phase) {
    return Set.of(collaborators.registryService());
  }
}
