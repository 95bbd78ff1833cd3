package dev.retrain.api.state;

import java.util.List;
import java.util.Optional;

/**
 * Keeps the state of retrainings and the decisions that led there, durably.
 *
 * <p>Thread-safe; several processes may share one store. All methods throw {@link
 * dev.retrain.api.error.TransientFailure} when the same call may succeed later.
 */
public interface StateStore extends AutoCloseable {

  /**
   * The state kept under a key.
   *
   * @param key such as {@code retraining/flights}
   */
  Optional<Snapshot> load(String key);

  /**
   * Saves a state if it is still the one the caller loaded, and appends decisions, all in one
   * transaction.
   *
   * @param key whose state
   * @param expectedVersion the version loaded; 0 when there was none
   * @param body the new state, a JSON text
   * @param decisions appended in order to the chain of {@link Decision#retraining()}
   * @return whether it was saved; false when somebody else saved first, and then nothing changed
   */
  boolean saveIfUnchanged(String key, long expectedVersion, String body, List<Decision> decisions);

  /** The keys that begin with a prefix, sorted. */
  List<String> keys(String prefix);

  /**
   * The decisions of a retraining in order.
   *
   * @param afterSequence 0 for all
   */
  List<LogEntry> history(String retraining, long afterSequence);

  @Override
  void close();

  /**
   * A state as it was saved.
   *
   * @param version 1 for the first, one more each time
   * @param body a JSON text
   */
  record Snapshot(long version, String body) {}

  /**
   * A decision in its chain.
   *
   * @param sequence 1 for the first, one more each time
   * @param previousHash SHA-256 of the entry before, 64 zeros for the first
   * @param decision what was decided
   * @param hash SHA-256 of this entry's canonical JSON with the two fields before
   */
  record LogEntry(long sequence, String previousHash, Decision decision, String hash) {}
}
