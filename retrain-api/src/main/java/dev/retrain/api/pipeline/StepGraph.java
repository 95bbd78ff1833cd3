package dev.retrain.api.pipeline;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.TreeSet;

/** The steps with the edges derived from their reads and writes. */
final class StepGraph {

  private final Map<String, Step> byName = new LinkedHashMap<>();
  private final Map<String, Step> writers = new HashMap<>();
  private final List<Step> ordered;

  StepGraph(List<Step> steps) {
    for (Step step : steps) {
      byName.putIfAbsent(step.name(), step);
      step.task().wiring().writes().forEach(w -> writers.putIfAbsent(w.name(), step));
    }
    this.ordered = order();
  }

  /**
   * Returns the steps, each after its upstream, by name where the order is open; steps on cycles
   * are left out.
   */
  List<Step> ordered() {
    return ordered;
  }

  Optional<Step> step(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  Optional<Step> writerOf(String artifact) {
    return Optional.ofNullable(writers.get(artifact));
  }

  Set<String> upstream(Step step) {
    Set<String> names = new TreeSet<>();
    for (Artifact<?> read : step.task().wiring().reads()) {
      writerOf(read.name()).ifPresent(writer -> names.add(writer.name()));
    }
    return names;
  }

  private List<Step> order() {
    Map<String, Integer> waitingFor = new HashMap<>();
    Map<String, List<Step>> downstream = new HashMap<>();
    PriorityQueue<Step> ready = new PriorityQueue<>(Comparator.comparing(Step::name));
    for (Step step : byName.values()) {
      Set<String> upstream = upstream(step);
      waitingFor.put(step.name(), upstream.size());
      upstream.forEach(up -> downstream.computeIfAbsent(up, u -> new ArrayList<>()).add(step));
      if (upstream.isEmpty()) {
        ready.add(step);
      }
    }
    List<Step> result = new ArrayList<>();
    while (!ready.isEmpty()) {
      Step next = ready.remove();
      result.add(next);
      for (Step after : downstream.getOrDefault(next.name(), List.of())) {
        if (waitingFor.merge(after.name(), -1, Integer::sum) == 0) {
          ready.add(after);
        }
      }
    }
    return List.copyOf(result);
  }

  /** Returns the names on one cycle, the first repeated at the end; empty when there is none. */
  List<String> cycle() {
    Set<String> done = new TreeSet<>();
    ordered.forEach(step -> done.add(step.name()));
    Optional<String> start =
        byName.keySet().stream().filter(name -> !done.contains(name)).sorted().findFirst();
    if (start.isEmpty()) {
      return List.of();
    }
    List<String> walk = new ArrayList<>();
    String at = start.get();
    while (!walk.contains(at)) {
      walk.add(at);
      at =
          step(at).map(this::upstream).orElse(Set.of()).stream()
              .filter(name -> !done.contains(name))
              .findFirst()
              .orElseThrow(() -> new IllegalStateException("a step not ordered has a cause"));
    }
    List<String> cycle = new ArrayList<>(walk.subList(walk.indexOf(at), walk.size()));
    cycle.add(at);
    Collections.reverse(cycle);
    return cycle;
  }
}
