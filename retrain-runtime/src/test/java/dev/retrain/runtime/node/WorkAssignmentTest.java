package dev.retrain.runtime.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WorkAssignmentTest {

  private static Set<String> retrainings(int from, int to) {
    return IntStream.range(from, to).mapToObj(i -> "r-" + i).collect(Collectors.toSet());
  }

  private static SortedMap<String, Set<String>> nodes(int number, Set<String> known) {
    SortedMap<String, Set<String>> nodes = new TreeMap<>();
    IntStream.range(0, number).forEach(i -> nodes.put("node-" + i, known));
    return nodes;
  }

  private static Map<String, Long> loads(Map<String, String> owners) {
    return owners.values().stream().collect(Collectors.groupingBy(o -> o, Collectors.counting()));
  }

  @Test
  void everyRetrainingHasOneNodeAndNoNodeMoreThanItsShare() {
    for (int nodes = 1; nodes <= 5; nodes++) {
      Map<String, String> owners = WorkAssignment.of(nodes(nodes, retrainings(0, 101)));

      assertThat(owners).hasSize(101);
      assertThat(loads(owners).values()).allMatch(load -> load <= 101 / loads(owners).size() + 1);
    }
  }

  @Test
  void mostKeepTheirNodeWhenOneComes() {
    Map<String, String> two = WorkAssignment.of(nodes(2, retrainings(0, 1000)));
    Map<String, String> three = WorkAssignment.of(nodes(3, retrainings(0, 1000)));

    long moved = two.keySet().stream().filter(r -> !two.get(r).equals(three.get(r))).count();
    assertThat(moved).isBetween(333L, 500L); // a third has to
  }

  @Test
  void aRetrainingGoesToANodeThatKnowsIt() {
    SortedMap<String, Set<String>> nodes = nodes(2, retrainings(0, 4));
    nodes.put("other", retrainings(3, 9));

    Map<String, String> owners = WorkAssignment.of(nodes);

    assertThat(owners).hasSize(9);
    owners.forEach((retraining, node) -> assertThat(nodes.get(node)).contains(retraining));
    assertThat(WorkAssignment.of(new TreeMap<>())).isEmpty();
  }
}
