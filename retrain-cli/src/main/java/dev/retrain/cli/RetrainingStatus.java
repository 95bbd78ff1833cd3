package dev.retrain.cli;

import dev.retrain.api.document.Node;
import dev.retrain.api.retraining.Retraining;
import dev.retrain.runtime.ManualDeployment;
import dev.retrain.runtime.RequestQueue;
import dev.retrain.runtime.cost.CostHistory;
import dev.retrain.runtime.cost.QuarterCost;
import dev.retrain.runtime.phase.Approving;
import dev.retrain.runtime.phase.ArmedRollback;
import dev.retrain.runtime.phase.Halted;
import dev.retrain.runtime.phase.LoopMemory;
import dev.retrain.runtime.phase.LoopState;
import dev.retrain.runtime.rollout.RolloutPolicy;
import dev.retrain.spi.state.StateStore;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The status of a retraining.
 *
 * @param phase its name
 * @param since the start of the phase; empty before the first tick
 * @param champion the version promoted last
 * @param why the reason of a halt, what it waits for, or the rollback that is still armed
 * @param waiting the number of requests for the next tick
 * @param rollout the rollout in progress
 * @param costs by quarter, oldest first
 */
record RetrainingStatus(
    String name,
    String phase,
    Optional<Instant> since,
    Optional<String> champion,
    Optional<String> why,
    int waiting,
    Optional<RolloutStatus> rollout,
    List<QuarterCost> costs) {

  /** Returns the retrainings, followed by the manual rollouts in progress. */
  static List<RetrainingStatus> of(List<Retraining> policies, StateStore store) {
    return policies(policies, store).stream().map(policy -> of(policy, store)).toList();
  }

  /** Returns how retrainings roll out, followed by the manual rollouts in progress. */
  static List<RolloutPolicy> policies(List<Retraining> retrainings, StateStore store) {
    return Stream.concat(
            retrainings.stream().map(RolloutPolicy::of),
            ManualDeployment.underWay(store).stream().map(ManualDeployment::policy))
        .toList();
  }

  private static RetrainingStatus of(RolloutPolicy policy, StateStore store) {
    String name = policy.name();
    int waiting = new RequestQueue(store).waiting(name).size();
    Optional<LoopState> state = state(name, store);
    return new RetrainingStatus(
        name,
        state.map(known -> known.phase().word()).orElse("idle"),
        state.map(known -> known.phase().since()),
        state.flatMap(known -> known.memory().champion()).map(LoopMemory.LiveVersion::version),
        state.flatMap(RetrainingStatus::whyHalted),
        waiting,
        state.flatMap(known -> RolloutStatus.of(policy, known)),
        CostHistory.of(store.history(name, 0)).quarters());
  }

  /** Returns the stored state of a retraining; empty before its first tick. */
  static Optional<LoopState> state(String name, StateStore store) {
    return store.load("retraining/" + name).map(kept -> LoopState.parse(kept.body(), name));
  }

  private static Optional<String> whyHalted(LoopState state) {
    if (state.phase() instanceof Approving waits) {
      return Optional.of(
          "version "
              + waits.challenger().version()
              + " waits for retrain approve or reject: "
              + waits.why());
    }
    return state.phase() instanceof Halted halted
        ? Optional.of(halted.why())
        : state.armed().map(ArmedRollback::words);
  }

  Node toNode() {
    Map<String, Node> document = new LinkedHashMap<>();
    document.put("retraining", Node.of(name));
    document.put("phase", Node.of(phase));
    since.ifPresent(at -> document.put("since", Node.of(at.toString())));
    champion.ifPresent(version -> document.put("champion", Node.of(version)));
    why.ifPresent(reason -> document.put("why", Node.of(reason)));
    document.put("requests", Node.of((long) waiting));
    rollout.ifPresent(active -> document.put("rollout", active.toNode()));
    document.put("costs", CostText.document(costs));
    return Node.of(document);
  }

  static Node document(List<RetrainingStatus> all) {
    return Node.of(
        Map.of("retrainings", Node.of(all.stream().map(RetrainingStatus::toNode).toList())));
  }

  static void print(List<RetrainingStatus> all, PrintWriter out) {
    TextTable table = new TextTable("RETRAINING", "PHASE", "SINCE", "CHAMPION", "REQUESTS", "WHY");
    for (RetrainingStatus one : all) {
      table.row(
          one.name(),
          one.phase(),
          one.since().map(Instant::toString).orElse(""),
          one.champion().orElse(""),
          Integer.toString(one.waiting()),
          one.why().orElse(""));
    }
    table.print(out);
    all.forEach(one -> one.rollout().ifPresent(active -> active.print(one.name(), out)));
    all.stream()
        .filter(one -> CostText.hasAmounts(one.costs()))
        .forEach(one -> one.printCosts(out));
  }

  private void printCosts(PrintWriter out) {
    out.println();
    out.println("Costs of " + name + ":");
    CostText.print(costs, out);
  }
}
