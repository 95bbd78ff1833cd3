package dev.retrain.runtime;

import static java.util.Objects.requireNonNull;

import dev.retrain.api.document.DocumentReader;
import dev.retrain.api.document.Documents;
import dev.retrain.api.document.Node;
import dev.retrain.api.document.Shape;
import dev.retrain.api.document.Shapes;
import dev.retrain.api.error.FailureContext;
import dev.retrain.api.error.PermanentFailure;
import dev.retrain.api.error.TransientFailure;
import dev.retrain.runtime.phase.RetrainingRequest;
import dev.retrain.spi.state.StateStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/**
 * Requests of people and programs, kept in the store until the loop has answered them; any process
 * that shares the store may put one. Thread-safe.
 */
public final class RequestQueue {

  private static final String PREFIX = "requests/";
  private static final Shape<List<RetrainingRequest>> SHAPE =
      Shapes.list(RetrainingRequest.shape());
  private static final int TRIES = 20;

  private final StateStore store;
  private final Set<String> readers;

  /** The requests of a store, for any retraining. */
  public RequestQueue(StateStore store) {
    this(store, Set.of());
  }

  /**
   * The requests of a store, where it is known who reads it.
   *
   * @param readers names of retrainings; empty: any
   */
  RequestQueue(StateStore store, Set<String> readers) {
    this.store = requireNonNull(store);
    this.readers = Set.copyOf(readers);
  }

  /** Whether somebody will read what is put for a retraining; true where that is not known. */
  boolean isRead(String retraining) {
    return readers.isEmpty() || readers.contains(retraining);
  }

  /**
   * Asks; the next tick answers. A request whose id is there already is not put again.
   *
   * @param retraining its name
   * @throws TransientFailure if the store cannot take it now
   */
  public void put(String retraining, RetrainingRequest request) {
    change(
        retraining,
        waiting -> {
          if (waiting.stream().anyMatch(other -> other.id().equals(request.id()))) {
            return waiting;
          }
          List<RetrainingRequest> more = new ArrayList<>(waiting);
          more.add(request);
          return more;
        });
  }

  /** The names of the retrainings that may have requests. */
  Set<String> names() {
    Set<String> names = new TreeSet<>();
    store.keys(PREFIX).forEach(key -> names.add(key.substring(PREFIX.length())));
    return names;
  }

  /** What was asked and not taken away yet, oldest first. */
  public List<RetrainingRequest> waiting(String retraining) {
    return store.load(PREFIX + retraining).map(RequestQueue::parse).orElse(List.of());
  }

  /** Takes requests away. */
  void remove(String retraining, List<String> ids) {
    change(
        retraining,
        waiting -> waiting.stream().filter(request -> !ids.contains(request.id())).toList());
  }

  private void change(String retraining, UnaryOperator<List<RetrainingRequest>> change) {
    String key = PREFIX + retraining;
    for (int i = 0; i < TRIES; i++) {
      Optional<StateStore.Snapshot> kept = store.load(key);
      List<RetrainingRequest> waiting = kept.map(RequestQueue::parse).orElse(List.of());
      List<RetrainingRequest> changed = change.apply(waiting);
      if (changed.equals(waiting)
          || store.saveIfUnchanged(
              key,
              kept.map(StateStore.Snapshot::version).orElse(0L),
              Documents.canonicalJson(Node.of(java.util.Map.of("requests", SHAPE.write(changed)))),
              List.of())) {
        return;
      }
    }
    throw new TransientFailure(
        "asked to change the requests of "
            + retraining
            + ", others changed them "
            + TRIES
            + " times meanwhile");
  }

  private static List<RetrainingRequest> parse(StateStore.Snapshot kept) {
    Node requests =
        Documents.parse(kept.body(), "requests") instanceof Node.Mapping body
            ? body.get("requests").orElse(null)
            : null;
    if (requests == null) {
      throw new PermanentFailure(
          "the waiting requests in the store cannot be read: the key 'requests' is missing",
          FailureContext.hint("restore the store from a backup"),
          null);
    }
    return DocumentReader.of(SHAPE, requests, "requests");
  }
}
