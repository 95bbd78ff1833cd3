package dev.retrain.spi.state;

import dev.retrain.api.document.Documents;
import dev.retrain.api.document.Node;
import dev.retrain.api.retraining.Decision;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Keeps the state of retrainings and the decisions that led there, durably.
 *
 * <p>Thread-safe; several processes may share one store. All methods throw {@link
 * dev.retrain.api.error.TransientFailure} when the same call may succeed later.
 */
public interface StateStore extends AutoCloseable {

  /**
   * Loads the state kept under a key.
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
   * @return whether it was saved; false when another process saved first; nothing has changed then
   */
  boolean saveIfUnchanged(String key, long expectedVersion, String body, List<Decision> decisions);

  /** Returns the keys that begin with a prefix, sorted. */
  List<String> keys(String prefix);

  /**
   * Returns the versions of the states whose keys begin with a prefix; absent states are left out.
   * The default loads each state; a database should answer with one query.
   *
   * @return key to version
   */
  default Map<String, Long> versions(String prefix) {
    Map<String, Long> versions = new TreeMap<>();
    keys(prefix).forEach(key -> load(key).ifPresent(kept -> versions.put(key, kept.version())));
    return versions;
  }

  /**
   * Returns the decisions of a retraining in order.
   *
   * @param afterSequence 0 for all
   */
  List<LogEntry> history(String retraining, long afterSequence);

  /**
   * Returns leases that all who share the store share; within this process alone where the store
   * has none.
   */
  default Leases leases(Clock clock) {
    return Leases.inProcess(clock);
  }

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
   * @param hash SHA-256 of the canonical JSON of {@code {decision, previous, sequence}}
   * @param signature of the hash, made when the entry was written; empty where nothing signs
   */
  record LogEntry(
      long sequence,
      String previousHash,
      Decision decision,
      String hash,
      Optional<String> signature) {

    /** Creates an unsigned entry. */
    public LogEntry(long sequence, String previousHash, Decision decision, String hash) {
      this(sequence, previousHash, decision, hash, Optional.empty());
    }

    /** Returns a copy with a signature of its hash. */
    public LogEntry signed(String signatureOfHash) {
      return new LogEntry(sequence, previousHash, decision, hash, Optional.of(signatureOfHash));
    }

    /** What the first entry of a chain has in place of the hash before. */
    public static final String NO_HASH = "0".repeat(64);

    /** Returns the entry of a decision, with its hash. */
    public static LogEntry of(long sequence, String previousHash, Decision decision) {
      return new LogEntry(sequence, previousHash, decision, hash(sequence, previousHash, decision));
    }

    /** Returns whether the hash is that of the content. */
    public boolean intact() {
      return hash.equals(hash(sequence, previousHash, decision));
    }

    private static String hash(long sequence, String previousHash, Decision decision) {
      return Documents.sha256(
          Node.of(
              Map.of(
                  "sequence",
                  Node.of(sequence),
                  "previous",
                  Node.of(previousHash),
                  "decision",
                  Decision.shape().write(decision))));
    }
  }
}
