package dev.retrain.runtime.router;

import static java.util.Objects.requireNonNull;

import dev.retrain.api.document.DocumentReader;
import dev.retrain.api.document.Documents;
import dev.retrain.api.error.TransientFailure;
import dev.retrain.spi.state.StateStore;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Reads and changes the document that the nodes of one router share. Thread-safe. */
final class SharedRouter {

  private static final int TRIES = 50;

  private final StateStore store;
  private final String key;

  SharedRouter(StateStore store, String router) {
    this.store = requireNonNull(store);
    this.key = "routers/" + router;
  }

  RouterState load() {
    return store.load(key).map(this::parse).orElse(RouterState.EMPTY);
  }

  /**
   * Changes the document, with retries when others change it at the same time.
   *
   * @throws TransientFailure if others changed it at every try
   */
  RouterState change(UnaryOperator<RouterState> change) {
    for (int i = 0; i < TRIES; i++) {
      Optional<StateStore.Snapshot> kept = store.load(key);
      RouterState before = kept.map(this::parse).orElse(RouterState.EMPTY);
      RouterState after = change.apply(before);
      long version = kept.map(StateStore.Snapshot::version).orElse(0L);
      if (after.equals(before)
          || store.saveIfUnchanged(
              key, version, Documents.canonicalJson(RouterState.SHAPE.write(after)), List.of())) {
        return after;
      }
    }
    throw new TransientFailure(
        "cannot change " + key + ": others changed it during " + TRIES + " tries");
  }

  private RouterState parse(StateStore.Snapshot kept) {
    return DocumentReader.of(RouterState.SHAPE, Documents.parse(kept.body(), key), key);
  }
}
