package dev.retrain.runtime.backtest;

import dev.retrain.api.evaluation.Verdict;
import dev.retrain.api.registry.ModelVersion;
import dev.retrain.api.retraining.Decision;
import dev.retrain.api.retraining.Retraining;
import dev.retrain.api.retraining.Signal;
import dev.retrain.api.source.DataWindow;
import dev.retrain.api.source.FlagSource;
import dev.retrain.runtime.cost.CostHistory;
import dev.retrain.runtime.cost.CostSheet;
import dev.retrain.runtime.cost.EarlierRuns;
import dev.retrain.runtime.cost.ProjectedSpending;
import dev.retrain.runtime.cost.QuarterCost;
import dev.retrain.runtime.evidence.Facts;
import dev.retrain.runtime.phase.Deadlines;
import dev.retrain.runtime.phase.Idle;
import dev.retrain.runtime.phase.Judging;
import dev.retrain.runtime.phase.LoopPolicy;
import dev.retrain.runtime.phase.LoopState;
import dev.retrain.runtime.phase.Observation;
import dev.retrain.runtime.phase.Phase;
import dev.retrain.runtime.phase.PhaseInput;
import dev.retrain.runtime.phase.PlannedRun;
import dev.retrain.runtime.phase.RollingOut;
import dev.retrain.runtime.phase.Running;
import dev.retrain.runtime.phase.Submitting;
import dev.retrain.runtime.phase.Transition;
import dev.retrain.runtime.phase.TriggerResult;
import dev.retrain.runtime.trigger.TriggerEvaluation;
import dev.retrain.spi.backend.RunHandle;
import dev.retrain.spi.backend.RunStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Replays a policy on what was recorded. Every look, guard and phase is the real one; only runs are
 * pretended: each takes the same time, succeeds and is promoted at once.
 *
 * <p>What was recorded does not change: a metric that stayed bad without a retraining stays bad in
 * the replay after a pretended promotion, and triggers look at it again once the guards allow;
 * unless a {@link Assumptions#recovery recovery} is assumed.
 */
public final class Backtest {

  private static final int MOST_STEPS = 16;

  private final Retraining retraining;
  private final History history;
  private final Assumptions assumptions;
  private final Optional<RecoveringMetrics> recovering;
  private final SimulatedChampions champions;
  private final CostHistory book = new CostHistory();
  private final List<Decision> decisions = new ArrayList<>();
  private ModelVersion champion;
  private int trained;

  private Backtest(
      Retraining policy, History recorded, Assumptions assumptions, SimulatedChampions champions) {
    this.recovering =
        assumptions.recovery().map(lasting -> new RecoveringMetrics(recorded, lasting));
    this.history = recovering.map(recorded::with).orElse(recorded);
    this.retraining =
        new Retraining(
            policy.name(),
            policy.pipeline(),
            policy.triggers(),
            policy.guards(),
            policy.resume(),
            policy.evaluator(),
            Optional.empty(), // promotions need no approval
            policy.rollout(),
            policy.target(),
            history.metrics(),
            history.data(),
            policy.tags());
    this.assumptions = assumptions;
    this.champions = champions;
    this.champion = champions.train("0", history.from());
  }

  /** Replays with runs that take an hour and have no known cost. */
  public static BacktestReport run(Retraining policy, History history) {
    return run(policy, history, Assumptions.DEFAULT);
  }

  /** Replays a history. */
  public static BacktestReport run(Retraining policy, History history, Assumptions assumptions) {
    try (SimulatedChampions champions = new SimulatedChampions(policy.model(), history.data())) {
      return new Backtest(policy, history, assumptions, champions).replay();
    }
  }

  private BacktestReport replay() {
    LoopState state = LoopState.begin(history.from());
    for (Instant now = history.from();
        !now.isAfter(history.to());
        now = now.plus(history.every())) {
      state = tick(state, now);
    }
    return BacktestFigures.of(retraining.name(), history, assumptions, decisions, costs());
  }

  private Optional<List<QuarterCost>> costs() {
    return assumptions.costing().map(priced -> book.quarters());
  }

  private LoopState tick(LoopState before, Instant now) {
    LoopState state = before;
    for (int i = 0; i < MOST_STEPS; i++) {
      PhaseInput seen =
          new PhaseInput(
              now,
              LoopPolicy.of(retraining),
              Deadlines.DEFAULT,
              state.memory(),
              List.of(),
              sight(state, now));
      Transition transition = state.phase().next(seen);
      transition.decision().ifPresent(this::note);
      LoopState after = new LoopState(transition.next(), transition.memory());
      if (after.equals(state)) {
        return after;
      }
      state = after;
    }
    return state;
  }

  private void note(Decision decision) {
    decisions.add(decision);
    book.add(decision);
  }

  private Observation sight(LoopState state, Instant now) {
    Phase phase = state.phase();
    if (phase instanceof Idle) {
      return signals(state, now);
    } else if (phase instanceof Submitting submitting) {
      return new Observation.Found(
          Optional.of(new RunHandle(submitting.run().key(), submitting.run().key().value())));
    } else if (phase instanceof Running running) {
      RunStatus status = status(running, now);
      return new Observation.Status(
          status, List.of(), status.terminal() ? cost(running.since()) : Optional.empty());
    } else if (phase instanceof Judging) {
      return new Observation.Judged(
          new Verdict.Promote("pretended", Facts.NONE.toNode()), Optional.of(champion.version()));
    } else if (phase instanceof RollingOut rollingOut) {
      return serving(rollingOut, now);
    }
    return new Observation.Nothing();
  }

  private Observation signals(LoopState state, Instant now) {
    List<TriggerResult> looks =
        new TriggerEvaluation(
                new Pretended(champion, history.flags().at(now)),
                LoopPolicy.of(retraining),
                state.memory(),
                now,
                Optional.empty())
            .all();
    boolean fires = looks.stream().anyMatch(look -> look.signal() instanceof Signal.Fire);
    return new Observation.Signals(
        looks,
        fires ? Optional.of(inputs(now)) : Optional.empty(),
        List.of(),
        Optional.empty(),
        fires ? outlay(now) : Optional.empty());
  }

  private Optional<ProjectedSpending> outlay(Instant now) {
    Instant after =
        retraining.guards().spending().map(limit -> now.minus(limit.period())).orElse(now);
    return cost(now)
        .map(sheet -> new ProjectedSpending(sheet, book.spentSince(after, sheet.currency())));
  }

  /** Steps nothing else tells the time of share the time of the run. */
  private Optional<CostSheet> cost(Instant at) {
    int steps = Math.max(1, retraining.pipeline().steps().size());
    return assumptions
        .costing()
        .map(
            priced ->
                priced.projected(at, EarlierRuns.NONE, assumptions.runTime().dividedBy(steps)));
  }

  private PlannedRun.Inputs inputs(Instant now) {
    return new PlannedRun.Inputs(
        history.data().latest(now).map(DataWindow::dataVersion).orElse("none"),
        Map.of(),
        Optional.of(champion.version()),
        Map.of());
  }

  private RunStatus status(Running running, Instant now) {
    if (now.isBefore(running.since().plus(assumptions.runTime()))) {
      return new RunStatus.Running();
    }
    ModelVersion version = champions.train(Integer.toString(trained + 1), running.since());
    return new RunStatus.Succeeded(
        new RunStatus.RunOutputs(Map.of(), Map.of(), Optional.of(version)));
  }

  private Observation serving(RollingOut rollingOut, Instant now) {
    String version = rollingOut.challenger().version();
    if (rollingOut.rollout().promoting() && !champion.version().equals(version)) {
      trained++;
      champion = champions.train(version, now);
      recovering.ifPresent(metrics -> metrics.promoted(now));
    }
    return new Observation.Serving(
        false,
        Map.of(),
        Optional.empty(),
        new Observation.Aliases(Optional.of(champion.version()), Optional.empty()));
  }

  private record Pretended(ModelVersion live, FlagSource flags)
      implements TriggerEvaluation.Outside {
    @Override
    public Optional<ModelVersion> champion() {
      return Optional.of(live);
    }
  }
}
