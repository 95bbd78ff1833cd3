package dev.retrain.runtime.cost;

import dev.retrain.runtime.cost.MachineTime.Basis;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Holds the durations of steps in earlier successful runs, the newest of each step on the same
 * machines. Immutable.
 */
public final class EarlierRuns {

  /** No earlier runs. */
  public static final EarlierRuns NONE = new EarlierRuns(Map.of());

  /** Limits the number of runs: data grows and programs change. */
  private static final int KEPT = 9;

  private final Map<String, List<Duration>> times;

  private EarlierRuns(Map<String, List<Duration>> times) {
    this.times = times;
  }

  /** Adds the measurements of a run. */
  EarlierRuns with(CostSheet billed) {
    Map<String, List<Duration>> more = new TreeMap<>(times);
    for (StepCost step : billed.steps()) {
      step.time()
          .filter(time -> time.basis() == Basis.MEASURED || time.basis() == Basis.BILLED)
          .ifPresent(
              time ->
                  more.merge(
                      key(step.step(), step.machines()),
                      List.of(time.duration()),
                      EarlierRuns::newest));
    }
    return new EarlierRuns(more);
  }

  private static List<Duration> newest(List<Duration> before, List<Duration> last) {
    List<Duration> all = new ArrayList<>(before);
    all.addAll(last);
    return List.copyOf(all.subList(Math.max(0, all.size() - KEPT), all.size()));
  }

  Optional<MachineTime> median(String step, StepMachines machines) {
    List<Duration> known = new ArrayList<>(times.getOrDefault(key(step, machines), List.of()));
    if (known.isEmpty()) {
      return Optional.empty();
    }
    Collections.sort(known);
    Duration high = known.get(known.size() / 2);
    Duration low = known.get((known.size() - 1) / 2);
    return Optional.of(
        new MachineTime(low.plus(high).dividedBy(2), Basis.EARLIER_RUNS, known.size()));
  }

  private static String key(String step, StepMachines machines) {
    return step + " on " + machines;
  }
}
