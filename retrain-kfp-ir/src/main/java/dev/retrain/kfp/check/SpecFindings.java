package dev.retrain.kfp.check;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Collects findings in the order of the definition, each once. */
final class SpecFindings {

  private final Set<SpecFinding> found = new LinkedHashSet<>();

  void add(String where, String what) {
    found.add(new SpecFinding(where, what));
  }

  void require(boolean holds, String where, String what) {
    if (!holds) {
      add(where, what);
    }
  }

  List<SpecFinding> all() {
    return List.copyOf(found);
  }
}
