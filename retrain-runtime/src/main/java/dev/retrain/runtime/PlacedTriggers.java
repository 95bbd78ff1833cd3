package dev.retrain.runtime;

import dev.retrain.api.document.Node;
import dev.retrain.api.retraining.TriggerRule;
import dev.retrain.runtime.phase.LoopMemory;
import dev.retrain.runtime.trigger.TriggerIds;
import dev.retrain.spi.state.StateStore.LogEntry;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Moves what earlier builds kept under the place of a trigger, {@code when[1]}, to the trigger that
 * stood there. The decision log says which that was; without an entry it is the one that stands
 * there now.
 */
final class PlacedTriggers {

  private static final String PLACE = "when[";

  private PlacedTriggers() {}

  static LoopMemory migrate(
      LoopMemory memory, List<TriggerRule> rules, Supplier<List<LogEntry>> log) {
    Set<String> places = new HashSet<>(memory.triggerMemory().keySet());
    places.addAll(memory.consumed().keySet());
    if (places.stream().noneMatch(id -> id.startsWith(PLACE))) {
      return memory;
    }
    List<String> ids = TriggerIds.of(rules);
    List<LogEntry> entries = log.get();
    Map<String, String> moved = new HashMap<>();
    places.forEach(
        place -> trigger(place, rules, entries).ifPresent(n -> moved.put(place, ids.get(n))));
    return memory.renamingTriggers(moved);
  }

  /** Returns the index of the trigger that stood at a place, if it is still defined. */
  private static Optional<Integer> trigger(
      String place, List<TriggerRule> rules, List<LogEntry> log) {
    if (!place.matches("when\\[[0-9]{1,6}\\]")) {
      return Optional.empty();
    }
    int index = Integer.parseInt(place.substring(PLACE.length(), place.length() - 1));
    Optional<String> words = words(place, log);
    if (index < rules.size()
        && (words.isEmpty() || words.get().equals(rules.get(index).trigger().describe()))) {
      return Optional.of(index);
    }
    for (int i = 0; i < rules.size(); i++) {
      if (words.equals(Optional.of(rules.get(i).trigger().describe()))) {
        return Optional.of(i);
      }
    }
    return Optional.empty();
  }

  /** Returns what the trigger at a place watched, by the newest decision that says so. */
  private static Optional<String> words(String place, List<LogEntry> log) {
    for (int i = log.size() - 1; i >= 0; i--) {
      if (log.get(i).decision().evidence().get(place).orElse(null) instanceof Node.Mapping said
          && said.get("trigger").orElse(null) instanceof Node.Text words) {
        return Optional.of(words.value());
      }
    }
    return Optional.empty();
  }
}
