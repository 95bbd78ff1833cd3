package dev.retrain.runtime.router;

import static java.util.Objects.requireNonNull;

import dev.retrain.api.document.DocumentReader;
import dev.retrain.api.document.Documents;
import dev.retrain.api.error.TransientFailure;
import dev.retrain.spi.state.StateStore;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** The document that the nodes of one router share. Thread-safe. */
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
   * Changes the document, however many others do.
   *
   * @throws TransientFailure if others were always first
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
        "asked to change " + key + ", others changed it " + TRIES + " times meanwhile");
  }

  private RouterState parse(StateStore.Snapshot kept) {
    return DocumentReader.of(RouterState.SHAPE, Documents.parse(kept.body(), key), key);
  }
}
