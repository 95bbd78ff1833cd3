package dev.retrain.cli;

import dev.retrain.api.retraining.Decision;
import dev.retrain.spi.state.StateStore;
import dev.retrain.spi.state.StateStore.LogEntry;
import dev.retrain.spi.state.StateStore.Snapshot;
import java.util.List;
import java.util.Optional;

/** The store of a config that has never been ticked. Rejects writes. */
final class EmptyStore implements StateStore {

  @Override
  public Optional<Snapshot> load(String key) {
    return Optional.empty();
  }

  @Override
  public boolean saveIfUnchanged(
      String key, long expectedVersion, String body, List<Decision> decisions) {
    throw new UnsupportedOperationException("this store is only read");
  }

  @Override
  public List<String> keys(String prefix) {
    return List.of();
  }

  @Override
  public List<LogEntry> history(String retraining, long afterSequence) {
    return List.of();
  }

  @Override
  public void close() {}
}
