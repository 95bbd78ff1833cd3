package dev.retrain.runtime;

import dev.retrain.api.error.PermanentFailure;
import dev.retrain.api.retraining.Guards;
import dev.retrain.api.retraining.Retraining;
import dev.retrain.runtime.cost.CostHistory;
import dev.retrain.runtime.cost.CostSheet;
import dev.retrain.runtime.cost.Costing;
import dev.retrain.runtime.cost.PriceList;
import dev.retrain.runtime.cost.ProjectedSpending;
import dev.retrain.spi.backend.Backend;
import dev.retrain.spi.backend.RunHandle;
import dev.retrain.spi.backend.StepRun;
import dev.retrain.spi.state.StateStore;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the runs of one retraining cost, by the prices given and by its own decisions so far. The
 * log is read once and then only what came since. Used by one thread at a time.
 */
final class Costs {

  private static final Logger LOG = LoggerFactory.getLogger(Costs.class);

  private final Retraining retraining;
  private final Backend backend;
  private final StateStore store;
  private final PriceList prices;
  private final CostHistory book = new CostHistory();
  private @Nullable Costing costing;

  Costs(Retraining retraining, Backend backend, StateStore store, PriceList prices) {
    this.retraining = retraining;
    this.backend = backend;
    this.store = store;
    this.prices = prices;
  }

  /** The plan is made when it is needed first: it is a call of the backend. */
  private Costing costing() {
    Costing known = costing;
    if (known == null) {
      known = costing(retraining, backend, prices);
      costing = known;
    }
    return known;
  }

  static Costing costing(Retraining retraining, Backend backend, PriceList prices) {
    return Costing.of(
        prices, backend.translator().plan(retraining.pipeline()), retraining.pipeline());
  }

  /** What a run that began now would cost, and what was spent already. */
  ProjectedSpending outlay(Instant now) {
    store.history(retraining.name(), book.sequence()).forEach(book::add);
    Instant after =
        retraining.guards().spending().map(Guards.Spending::period).map(now::minus).orElse(now);
    return new ProjectedSpending(
        costing().projected(now, book.earlier()),
        book.spentSince(after, costing().prices().currency()));
  }

  /** What a run that has ended did cost. */
  CostSheet billed(RunHandle run, Instant now) {
    return costing().billed(steps(run), now);
  }

  /** A backend that will never tell must not keep a run from ending. */
  private List<StepRun> steps(RunHandle run) {
    try {
      return backend.steps(run);
    } catch (PermanentFailure e) {
      LOG.warn("{}: what {} did cost is not known: {}", retraining, run, e.getMessage());
      return List.of();
    }
  }
}
