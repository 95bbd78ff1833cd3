package dev.retrain.spi.state;

import java.util.List;
import java.util.Set;

/**
 * Records everything created at services before it is created, so that nothing is left behind
 * unknown when a process ends or an answer is lost. Thread-safe; several processes may share it.
 *
 * <p>Whoever creates records first, and forgets once the resource is gone. An entry may therefore
 * name something that was never created; nothing exists that no entry names.
 */
public interface ResourceLedger {

  /**
   * Records a resource that is about to be created; one that is recorded keeps its time.
   *
   * @throws dev.retrain.api.error.TransientFailure if it cannot be recorded now; then nothing may
   *     be created
   */
  void add(CreatedResource resource);

  /** Replaces the entry of a resource; records it where there is none. */
  void put(CreatedResource resource);

  /** Removes the entry of a resource that is gone; an absent one counts as removed. */
  void remove(CreatedResource resource);

  /** Returns the resources of a model, oldest first. */
  List<CreatedResource> of(String model);

  /** Returns the models that may have resources. */
  Set<String> models();

  /** Returns the ledger in a store. */
  static ResourceLedger in(StateStore store) {
    return new StoredLedger(store);
  }

  /** Returns a ledger within this process, for programs without a store. */
  static ResourceLedger inProcess() {
    return new InProcessLedger();
  }
}
