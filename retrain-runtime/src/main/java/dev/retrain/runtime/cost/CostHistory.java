package dev.retrain.runtime.cost;

import dev.retrain.api.document.Node;
import dev.retrain.api.retraining.Decision;
import dev.retrain.spi.state.StateStore.LogEntry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Currency;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * Sums the costs in the decisions of one retraining. Decisions are added in the order of the log;
 * the same decisions give the same history. Not thread-safe.
 */
public final class CostHistory {

  /** The guard that holds a run back because of what it costs. */
  public static final String SPENDING = "spending";

  private final Map<String, QuarterCost> quarters = new TreeMap<>();
  private final Map<String, CostSheet> planned = new HashMap<>();
  private final Set<String> running = new HashSet<>();
  private final List<Charge> charges = new ArrayList<>();
  private final Set<String> heldBack = new HashSet<>();
  private EarlierRuns earlier = EarlierRuns.NONE;
  private boolean undecided;
  private long sequence;

  private record Charge(Instant at, Money amount) {}

  /** Returns the history of a log. */
  public static CostHistory of(List<LogEntry> log) {
    CostHistory book = new CostHistory();
    log.forEach(book::add);
    return book;
  }

  /** Returns the last entry added, 0 before the first. */
  public long sequence() {
    return sequence;
  }

  /** Adds the next entry. */
  public void add(LogEntry entry) {
    add(entry.decision());
    sequence = entry.sequence();
  }

  /** Adds the next decision. */
  public void add(Decision decision) {
    switch (decision.kind()) {
      case RETRAIN -> begin(decision);
      case SUBMITTED, ADOPTED -> decision.runKey().ifPresent(running::add);
      case RUN_SUCCEEDED, REJECTED, RUN_FAILED -> end(decision);
      case REFUSED -> refused(decision);
      case HOLD -> hold(decision);
      default -> {} // nothing that costs
    }
  }

  private void begin(Decision decision) {
    heldBack.clear();
    decision
        .runKey()
        .ifPresent(
            run -> CostEvidence.projected(decision).ifPresent(cost -> planned.put(run, cost)));
  }

  /** Counts a run once, and only if it started; the later life of its version costs no machines. */
  private void end(Decision decision) {
    String run = decision.runKey().orElse("");
    Optional<CostSheet> projected = Optional.ofNullable(planned.remove(run));
    if (!running.remove(run)) {
      return;
    }
    Optional<CostSheet> billed = CostEvidence.billed(decision);
    change(decision, quarter -> spend(quarter, billed));
    billed
        .filter(CostSheet::complete)
        .or(() -> projected)
        .or(() -> billed)
        .ifPresent(cost -> charges.add(new Charge(decision.at(), cost.total())));
    billed.ifPresent(cost -> earlier = earlier.with(cost));
  }

  private static QuarterCost spend(QuarterCost before, Optional<CostSheet> cost) {
    return new QuarterCost(
        before.quarter(),
        before.spent().and(cost),
        before.avoided(),
        before.refused(),
        before.undecided());
  }

  private void refused(Decision decision) {
    if (!heldBack.add(decision.what() + "\n" + decision.rule() + "\n" + decision.why())) {
      return;
    }
    Optional<CostSheet> cost = CostEvidence.projected(decision);
    boolean tooMuch = decision.rule().equals(SPENDING);
    change(
        decision,
        quarter ->
            new QuarterCost(
                quarter.quarter(),
                quarter.spent(),
                tooMuch ? quarter.avoided() : quarter.avoided().and(cost),
                tooMuch ? quarter.refused().and(cost) : quarter.refused(),
                quarter.undecided()));
  }

  private void hold(Decision decision) {
    boolean before = undecided;
    undecided =
        decision.evidence().entries().values().stream()
            .anyMatch(said -> said instanceof Node.Mapping m && says(m, "undecided"));
    if (undecided && !before) {
      change(
          decision,
          quarter ->
              new QuarterCost(
                  quarter.quarter(),
                  quarter.spent(),
                  quarter.avoided(),
                  quarter.refused(),
                  quarter.undecided() + 1));
    }
  }

  private static boolean says(Node.Mapping trigger, String word) {
    return trigger.get("signal").orElse(null) instanceof Node.Text text
        && text.value().equals(word);
  }

  private void change(Decision decision, UnaryOperator<QuarterCost> change) {
    String name = QuarterCost.of(decision.at());
    quarters.put(name, change.apply(quarters.getOrDefault(name, QuarterCost.begin(name))));
  }

  /**
   * Returns the cost of the runs that ended after a time. A run whose bill is incomplete counts
   * with its expected cost. Amounts in other currencies are ignored.
   */
  public Money spentSince(Instant after, Currency currency) {
    return charges.stream()
        .filter(charge -> charge.at().isAfter(after))
        .map(Charge::amount)
        .filter(amount -> amount.currency().equals(currency))
        .reduce(Money.zero(currency), Money::plus);
  }

  /** Returns how long steps took. */
  public EarlierRuns earlier() {
    return earlier;
  }

  /** Returns what was spent, avoided and refused by quarter, oldest first. */
  public List<QuarterCost> quarters() {
    return List.copyOf(quarters.values());
  }
}
