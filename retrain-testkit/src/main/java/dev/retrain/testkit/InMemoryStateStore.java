package dev.retrain.testkit;

import dev.retrain.api.retraining.Decision;
import dev.retrain.spi.state.StateStore;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A state store that lives as long as the process. Thread-safe. */
public final class InMemoryStateStore implements StateStore {

  private final TreeMap<String, Snapshot> states = new TreeMap<>();
  private final Map<String, List<LogEntry>> chains = new HashMap<>();

  @Override
  public synchronized Optional<Snapshot> load(String key) {
    return Optional.ofNullable(states.get(key));
  }

  @Override
  public synchronized boolean saveIfUnchanged(
      String key, long expectedVersion, String body, List<Decision> decisions) {
    long version = Optional.ofNullable(states.get(key)).map(Snapshot::version).orElse(0L);
    if (version != expectedVersion) {
      return false;
    }
    states.put(key, new Snapshot(version + 1, body));
    decisions.forEach(this::append);
    return true;
  }

  private void append(Decision decision) {
    List<LogEntry> chain = chains.computeIfAbsent(decision.retraining(), name -> new ArrayList<>());
    String previous = chain.isEmpty() ? LogEntry.NO_HASH : chain.get(chain.size() - 1).hash();
    chain.add(LogEntry.of(chain.size() + 1L, previous, decision));
  }

  @Override
  public synchronized List<String> keys(String prefix) {
    return states.tailMap(prefix, true).keySet().stream()
        .takeWhile(key -> key.startsWith(prefix))
        .toList();
  }

  @Override
  public synchronized List<LogEntry> history(String retraining, long afterSequence) {
    List<LogEntry> chain = chains.getOrDefault(retraining, List.of());
    return List.copyOf(chain.subList((int) Math.min(afterSequence, chain.size()), chain.size()));
  }

  @Override
  public void close() {}
}
