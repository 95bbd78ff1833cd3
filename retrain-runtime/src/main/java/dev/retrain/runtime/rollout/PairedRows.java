package dev.retrain.runtime.rollout;

import dev.retrain.api.metric.Direction;
import dev.retrain.sequential.Arms;
import dev.retrain.sequential.EventCount;
import dev.retrain.sequential.SampleMoments;
import dev.retrain.spi.deploy.OutcomeTotals;
import dev.retrain.spi.deploy.VersionHealth;
import java.util.Optional;

/**
 * Names and reads the counters of rows that both versions scored, as a deployer of batches counts
 * them: under {@link #outcome} the challenger's value minus the champion's, row by row. The
 * difficulty of a row, which both versions share, cancels in such differences.
 *
 * <p>For values of one and zero only the rows on which the versions differ are informative, each of
 * which is as likely to be worse as better while the challenger is not worse (McNemar 1947): a test
 * of one proportion at one half, exact at any number of looks.
 */
public final class PairedRows {

  /** The value that is one for a row without a score. */
  public static final String ERRORS = "errors";

  private static final String PAIRED = " less the champion's";

  /** A constant repeated this often adds no noise to the comparison. */
  private static final long CONSTANT_ROWS = 1_000_000;

  private PairedRows() {}

  /** Returns the name of the counter of a metric's differences. */
  public static String outcome(String metric) {
    return metric + PAIRED;
  }

  static boolean isPaired(String outcome) {
    return outcome.endsWith(PAIRED);
  }

  /** Returns the differences of all stages; empty while the current stage has none. */
  static Optional<OutcomeTotals> of(RuleInputs inputs, String metric) {
    String name = outcome(metric);
    return RuleInputs.outcome(inputs.canary().stage(), name).count() == 0
        ? Optional.empty()
        : Optional.of(RuleInputs.outcome(inputs.canary().rollout(), name));
  }

  /**
   * Returns how many rows are worse among those on which the versions differ, plus one of each
   * kind: rows that all agree are figures too, and one pseudo-row of each kind can only weaken a
   * test of one half, because {@code 4 p (1 - p)} is at most 1.
   */
  static Optional<EventCount> worse(RuleInputs inputs, String metric, Direction direction) {
    return of(inputs, metric).flatMap(totals -> worse(totals, direction));
  }

  private static Optional<EventCount> worse(OutcomeTotals totals, Direction direction) {
    double differing = totals.sumOfSquares();
    double worse = direction == Direction.HIGHER_IS_BETTER ? -totals.sum() : totals.sum();
    return EventCount.reported((differing + worse) / 2 + 1, differing + 2);
  }

  /** Returns the share of worse rows that a margin allows, given the champion's rate. */
  static double allowed(RuleInputs inputs, String metric, double margin) {
    OutcomeTotals totals = RuleInputs.outcome(inputs.canary().rollout(), outcome(metric));
    return RuleMembers.HALF + margin * totals.count() / (2 * (totals.sumOfSquares() + 2));
  }

  /** Returns the differences, with a constant zero for the champion. */
  static Optional<Arms<SampleMoments>> againstZero(RuleInputs inputs, String metric) {
    return of(inputs, metric)
        .map(
            totals ->
                new Arms<>(
                    SampleMoments.of(totals),
                    new SampleMoments(totals.count() * CONSTANT_ROWS, 0, 0)));
  }

  /** Returns the number of rows on which the versions differ. */
  static long differing(RuleInputs inputs, String metric) {
    VersionHealth all = inputs.canary().rollout();
    return Math.round(RuleInputs.outcome(all, outcome(metric)).sumOfSquares());
  }
}
