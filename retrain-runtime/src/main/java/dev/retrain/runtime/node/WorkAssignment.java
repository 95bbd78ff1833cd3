package dev.retrain.runtime.node;

import dev.retrain.api.document.Documents;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Divides retrainings among the nodes that know them. Every node computes the same from the same
 * roster. By rendezvous hashing (Thaler and Ravishankar, 1998) with a bound on the load: where all
 * nodes know all retrainings, no node has more than its share, rounded up.
 */
final class WorkAssignment {

  private WorkAssignment() {}

  /**
   * The node of every retraining.
   *
   * @param known node to the retrainings it knows
   */
  static Map<String, String> of(SortedMap<String, Set<String>> known) {
    Map<String, List<String>> candidates = candidates(known);
    Map<String, Integer> load = new HashMap<>();
    int most = known.isEmpty() ? 0 : -Math.floorDiv(-candidates.size(), known.size());
    Map<String, String> owners = new TreeMap<>();
    candidates.entrySet().stream()
        .sorted(Comparator.comparingInt(entry -> entry.getValue().size()))
        .forEach(
            entry -> {
              String owner = owner(entry.getKey(), entry.getValue(), load, most);
              load.merge(owner, 1, Integer::sum);
              owners.put(entry.getKey(), owner);
            });
    return owners;
  }

  /** The nodes that know a retraining, those with few to choose from first. */
  private static Map<String, List<String>> candidates(SortedMap<String, Set<String>> known) {
    Set<String> all = new TreeSet<>();
    known.values().forEach(all::addAll);
    Map<String, List<String>> candidates = new TreeMap<>();
    for (String retraining : all) {
      candidates.put(
          retraining,
          known.entrySet().stream()
              .filter(node -> node.getValue().contains(retraining))
              .map(Map.Entry::getKey)
              .toList());
    }
    return candidates;
  }

  private static String owner(
      String retraining, Collection<String> nodes, Map<String, Integer> load, int most) {
    Comparator<String> byWeight =
        Comparator.comparing((String node) -> Documents.sha256(node + "\n" + retraining));
    Comparator<String> byLoad = Comparator.comparing(node -> load.getOrDefault(node, 0) >= most);
    return nodes.stream().min(byLoad.thenComparing(byWeight)).orElseThrow();
  }
}
