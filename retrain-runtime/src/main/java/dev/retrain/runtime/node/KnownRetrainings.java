package dev.retrain.runtime.node;

import dev.retrain.api.document.DocumentReader;
import dev.retrain.api.document.Documents;
import dev.retrain.api.document.Shape;
import dev.retrain.api.document.Shapes;
import dev.retrain.api.error.TransientFailure;
import dev.retrain.spi.state.StateStore;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/**
 * Which retrainings each node knows: lists of names under their hashes, apart from the roster,
 * which is written too often to hold them. What no node refers to is dropped when one comes.
 */
final class KnownRetrainings {

  private static final String KEY = "node-retrainings";
  private static final Shape<Map<String, List<String>>> SHAPE =
      Shapes.map(Shapes.list(Shapes.text()));
  private static final int TRIES = 10;

  private final StateStore store;
  private final String hash;
  private final Set<String> mine;
  private final Map<String, Set<String>> read = new HashMap<>();
  private long version;

  KnownRetrainings(StateStore store, Set<String> mine) {
    this.store = store;
    this.mine = new TreeSet<>(mine);
    this.hash = Documents.sha256(String.join("\n", this.mine));
  }

  /** Stands for this node's names in the roster. */
  String hash() {
    return hash;
  }

  Set<String> mine() {
    return mine;
  }

  /**
   * Writes this node's names down, and drops those of nodes long gone.
   *
   * @param used the hashes in the roster
   */
  void add(Collection<String> used) {
    change(
        all -> {
          SortedMap<String, List<String>> kept = new TreeMap<>(all);
          kept.keySet().retainAll(used);
          return withMine(kept);
        });
  }

  /** Writes them again if they were dropped by a node that did not see this one come. */
  void keep() {
    if (version != store.versions(KEY).getOrDefault(KEY, 0L)) {
      change(this::withMine);
    }
  }

  private Map<String, List<String>> withMine(Map<String, List<String>> all) {
    SortedMap<String, List<String>> more = new TreeMap<>(all);
    more.put(hash, List.copyOf(mine));
    return more;
  }

  /**
   * The names under a hash.
   *
   * @throws TransientFailure if they are not there: their node is just coming
   */
  Set<String> of(String known) {
    return known.equals(hash) ? mine : read.computeIfAbsent(known, this::load);
  }

  private Set<String> load(String known) {
    List<String> names = store.load(KEY).map(KnownRetrainings::parse).orElse(Map.of()).get(known);
    if (names == null) {
      throw new TransientFailure(
          "asked which retrainings a node knows that is just coming, it has not said so yet");
    }
    return new TreeSet<>(names);
  }

  private static Map<String, List<String>> parse(StateStore.Snapshot kept) {
    return DocumentReader.of(SHAPE, Documents.parse(kept.body(), KEY), KEY);
  }

  private static String json(Map<String, List<String>> names) {
    return Documents.canonicalJson(SHAPE.write(names));
  }

  private void change(UnaryOperator<Map<String, List<String>>> change) {
    for (int i = 0; i < TRIES; i++) {
      var kept = store.load(KEY);
      Map<String, List<String>> before = kept.map(KnownRetrainings::parse).orElse(Map.of());
      Map<String, List<String>> after = change.apply(before);
      long last = kept.map(StateStore.Snapshot::version).orElse(0L);
      boolean same = after.equals(before);
      if (same || store.saveIfUnchanged(KEY, last, json(after), List.of())) {
        version = same ? last : last + 1;
        return;
      }
    }
    throw new TransientFailure("asked to write down retrainings, others wrote meanwhile");
  }
}
