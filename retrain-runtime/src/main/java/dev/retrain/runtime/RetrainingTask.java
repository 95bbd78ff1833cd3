package dev.retrain.runtime;

import dev.retrain.api.retraining.Decision;
import dev.retrain.runtime.call.Service;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A retraining in the pool. All of it is guarded by the lock of its {@link TickPool}. */
final class RetrainingTask {

  /** Where it stands in the pool. */
  enum State {
    RESTING,
    READY,
    WAITING,
    LOOKED_AT
  }

  /**
   * What a tick knows of a retraining as it begins.
   *
   * @param mayHaveRequests false when there are known to be none
   * @param version of its state; 0 when there is none
   * @param mayBeRenamed false when the store has no state of a retraining that is not known here
   */
  record Start(boolean mayHaveRequests, long version, boolean mayBeRenamed) {}

  RetrainingLoop loop;
  State state = State.RESTING;
  Start start = new Start(true, 0, true);
  Set<Service> waitsFor = Set.of();
  Optional<String> failure = Optional.empty();
  @Nullable Thread thread;

  /** Whether its thread is the caller's and none of the pool. */
  boolean here;

  private List<Decision> made = new ArrayList<>();

  RetrainingTask(RetrainingLoop loop) {
    this.loop = loop;
  }

  String name() {
    return loop.name();
  }

  void add(Decision decision) {
    made.add(decision);
  }

  /** Returns the decisions made since the last call of this. */
  List<Decision> take() {
    List<Decision> taken = made;
    made = new ArrayList<>();
    return taken;
  }
}
