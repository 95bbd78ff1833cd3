package dev.retrain.runtime.backtest;

import dev.retrain.api.backend.RunHandle;
import dev.retrain.api.backend.RunStatus;
import dev.retrain.api.evaluation.Verdict;
import dev.retrain.api.registry.ModelVersion;
import dev.retrain.api.retraining.DataWindow;
import dev.retrain.api.retraining.Retraining;
import dev.retrain.api.retraining.Signal;
import dev.retrain.api.state.Decision;
import dev.retrain.api.state.FlagSource;
import dev.retrain.runtime.cost.CostBook;
import dev.retrain.runtime.cost.CostSheet;
import dev.retrain.runtime.cost.EarlierRuns;
import dev.retrain.runtime.cost.Outlay;
import dev.retrain.runtime.cost.QuarterCost;
import dev.retrain.runtime.evidence.Facts;
import dev.retrain.runtime.phase.Deadlines;
import dev.retrain.runtime.phase.Idle;
import dev.retrain.runtime.phase.Judging;
import dev.retrain.runtime.phase.Look;
import dev.retrain.runtime.phase.LoopState;
import dev.retrain.runtime.phase.Observed;
import dev.retrain.runtime.phase.Phase;
import dev.retrain.runtime.phase.RollingOut;
import dev.retrain.runtime.phase.Run;
import dev.retrain.runtime.phase.Running;
import dev.retrain.runtime.phase.Sight;
import dev.retrain.runtime.phase.Submitting;
import dev.retrain.runtime.phase.Transition;
import dev.retrain.runtime.trigger.Looking;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Replays a policy on what was recorded. Every look, guard and phase is the real one; only runs are
 * pretended: each takes the same time, succeeds and is promoted at once.
 *
 * <p>What was recorded does not change: a metric that stayed bad because nobody retrained stays bad
 * in the replay after a pretended promotion, and triggers look at it again once the guards allow;
 * unless a {@link Assumptions#recovery recovery} is assumed.
 */
public final class Backtest {

  private static final int MOST_STEPS = 16;

  private final Retraining retraining;
  private final History history;
  private final Assumptions assumptions;
  private final Optional<RecoveringMetrics> recovering;
  private final Champions champions;
  private final CostBook book = new CostBook();
  private final List<Decision> decisions = new ArrayList<>();
  private ModelVersion champion;
  private int trained;

  private Backtest(
      Retraining policy, History recorded, Assumptions assumptions, Champions champions) {
    this.recovering =
        assumptions.recovery().map(lasting -> new RecoveringMetrics(recorded, lasting));
    this.history = recovering.map(recorded::with).orElse(recorded);
    this.retraining =
        new Retraining(
            policy.name(),
            policy.pipeline(),
            policy.triggers(),
            policy.guards(),
            policy.evaluator(),
            Optional.empty(), // nobody is asked
            policy.rollout(),
            policy.target(),
            history.metrics(),
            history.data(),
            policy.tags());
    this.assumptions = assumptions;
    this.champions = champions;
    this.champion = champions.train("0", history.from());
  }

  /** Replays with runs that take an hour and cost nobody knows what. */
  public static BacktestReport run(Retraining policy, History history) {
    return run(policy, history, Assumptions.DEFAULT);
  }

  /** Replays. */
  public static BacktestReport run(Retraining policy, History history, Assumptions assumptions) {
    try (Champions champions = new Champions(policy.model(), history.data())) {
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
    return BacktestReport.of(retraining.name(), history, assumptions, decisions, costs());
  }

  private Optional<List<QuarterCost>> costs() {
    return assumptions.costing().map(priced -> book.quarters());
  }

  private LoopState tick(LoopState before, Instant now) {
    LoopState state = before;
    for (int i = 0; i < MOST_STEPS; i++) {
      Observed seen =
          new Observed(
              now, retraining, Deadlines.DEFAULT, state.ledger(), List.of(), sight(state, now));
      Transition transition = state.phase().next(seen);
      transition.decision().ifPresent(this::note);
      LoopState after = new LoopState(transition.next(), transition.ledger());
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

  private Sight sight(LoopState state, Instant now) {
    Phase phase = state.phase();
    if (phase instanceof Idle) {
      return signals(state, now);
    } else if (phase instanceof Submitting submitting) {
      return new Sight.Found(
          Optional.of(new RunHandle(submitting.run().key(), submitting.run().key().value())));
    } else if (phase instanceof Running running) {
      RunStatus status = status(running, now);
      return new Sight.Status(
          status, List.of(), status.terminal() ? cost(running.since()) : Optional.empty());
    } else if (phase instanceof Judging) {
      return new Sight.Judged(
          new Verdict.Promote("pretended", Facts.NONE.toNode()), Optional.of(champion.version()));
    } else if (phase instanceof RollingOut rollingOut) {
      return serving(rollingOut, now);
    }
    return new Sight.Nothing();
  }

  private Sight signals(LoopState state, Instant now) {
    List<Look> looks =
        new Looking(
                new Pretended(champion, history.flags().at(now)),
                retraining,
                state.ledger(),
                now,
                Optional.empty())
            .all();
    boolean fires = looks.stream().anyMatch(look -> look.signal() instanceof Signal.Fire);
    return new Sight.Signals(
        looks,
        fires ? Optional.of(inputs(now)) : Optional.empty(),
        List.of(),
        Optional.empty(),
        fires ? outlay(now) : Optional.empty());
  }

  private Optional<Outlay> outlay(Instant now) {
    Instant after =
        retraining.guards().spending().map(limit -> now.minus(limit.period())).orElse(now);
    return cost(now).map(sheet -> new Outlay(sheet, book.spentSince(after, sheet.currency())));
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

  private Run.Inputs inputs(Instant now) {
    return new Run.Inputs(
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

  private Sight serving(RollingOut rollingOut, Instant now) {
    String version = rollingOut.challenger().version();
    if (rollingOut.rollout().promoting() && !champion.version().equals(version)) {
      trained++;
      champion = champions.train(version, now);
      recovering.ifPresent(metrics -> metrics.promoted(now));
    }
    return new Sight.Serving(
        false,
        Map.of(),
        Optional.empty(),
        new Sight.Aliases(Optional.of(champion.version()), Optional.empty()));
  }

  private record Pretended(ModelVersion live, FlagSource flags) implements Looking.Outside {
    @Override
    public Optional<ModelVersion> champion() {
      return Optional.of(live);
    }
  }
}
