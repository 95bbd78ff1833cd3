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
import dev.retrain.runtime.phase.Approving;
import dev.retrain.runtime.phase.LoopState;
import dev.retrain.runtime.phase.Phase;
import dev.retrain.runtime.phase.RetrainingRequest;
import dev.retrain.runtime.phase.RollingOut;
import dev.retrain.spi.state.StateStore;
import java.util.ArrayList;
import java.util.EnumSet;
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

  /** How many requests of programs wait for the next run. */
  private static final int MOST_OF_PROGRAMS = 100;

  private static final Set<RetrainingRequest.Verb> NAMELESS =
      EnumSet.of(RetrainingRequest.Verb.RETRAIN, RetrainingRequest.Verb.RESUME);

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

  /** Returns whether the requests of a retraining are read; true where the readers are unknown. */
  boolean isRead(String retraining) {
    return readers.isEmpty() || readers.contains(retraining);
  }

  /**
   * Adds a request, which the next tick answers. A request about what is rolled out names that
   * version from here on. A request whose id waits already is not added again.
   *
   * @param retraining its name
   * @throws TransientFailure if the store cannot take it now
   */
  public void put(String retraining, RetrainingRequest request) {
    RetrainingRequest named = named(retraining, request);
    change(
        retraining,
        waiting -> {
          if (waiting.stream().anyMatch(other -> other.id().equals(request.id()))) {
            return waiting;
          }
          if (named.byProgram() && isFull(waiting)) {
            return waiting; // one run answers all of them
          }
          List<RetrainingRequest> more = new ArrayList<>(waiting);
          more.add(named);
          return more;
        });
  }

  private static boolean isFull(List<RetrainingRequest> waiting) {
    return waiting.stream().filter(RetrainingRequest::byProgram).count() >= MOST_OF_PROGRAMS;
  }

  /** Names the version that is rolled out or waits for approval as the request is made. */
  private RetrainingRequest named(String retraining, RetrainingRequest request) {
    return request.version().isPresent() || NAMELESS.contains(request.verb())
        ? request
        : underWay(retraining, request.verb()).map(request::about).orElse(request);
  }

  private Optional<String> underWay(String retraining, RetrainingRequest.Verb verb) {
    Optional<Phase> phase =
        store
            .load(Retrainer.STATE_PREFIX + retraining)
            .map(kept -> LoopState.parse(kept.body(), retraining).phase());
    if (phase.orElse(null) instanceof RollingOut out) {
      return Optional.of(out.challenger().version());
    }
    boolean answers = verb != RetrainingRequest.Verb.ROLL_BACK;
    return answers && phase.orElse(null) instanceof Approving waits
        ? Optional.of(waits.challenger().version())
        : Optional.empty();
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
