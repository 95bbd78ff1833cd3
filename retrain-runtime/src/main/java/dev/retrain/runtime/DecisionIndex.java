package dev.retrain.runtime;

import dev.retrain.api.document.Node;
import dev.retrain.api.retraining.Decision;
import dev.retrain.spi.backend.RunKey;
import dev.retrain.spi.state.StateStore;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Finds runs and requests in the decision log of a retraining, which forgets nothing. The log is
 * read when it is needed, once, and then only what came since. Used by one thread at a time.
 */
final class DecisionIndex {

  private final StateStore store;
  private final String retraining;
  private final Map<String, String> runOfKey = new HashMap<>();
  private final Set<String> runs = new HashSet<>();
  private final Set<String> requests = new HashSet<>();
  private long sequence;

  DecisionIndex(StateStore store, String retraining) {
    this.store = store;
    this.retraining = retraining;
  }

  /** Whether a run of the backend was accepted, adopted or set aside. */
  boolean isKnown(String nativeId) {
    read();
    return runs.contains(nativeId);
  }

  /** Returns the backend's name of the run that was accepted or adopted first for a key. */
  Optional<String> runOf(RunKey key) {
    read();
    return Optional.ofNullable(runOfKey.get(key.value()));
  }

  /** Whether a decision answers a request. */
  boolean isAnswered(String requestId) {
    read();
    return requests.contains(requestId);
  }

  private void read() {
    for (StateStore.LogEntry entry : store.history(retraining, sequence)) {
      add(entry.decision());
      sequence = entry.sequence();
    }
  }

  private void add(Decision decision) {
    text(decision, "nativeId")
        .ifPresent(
            id -> {
              runs.add(id);
              decision.runKey().ifPresent(key -> runOfKey.putIfAbsent(key, id));
            });
    text(decision, "duplicate").ifPresent(runs::add);
    text(decision, "request").ifPresent(requests::add);
  }

  private static Optional<String> text(Decision decision, String key) {
    return decision.evidence().get(key).orElse(null) instanceof Node.Text text
        ? Optional.of(text.value())
        : Optional.empty();
  }
}
