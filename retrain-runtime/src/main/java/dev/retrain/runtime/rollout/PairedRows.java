package dev.retrain.runtime.rollout;

import dev.retrain.api.metric.Direction;
import dev.retrain.sequential.Arms;
import dev.retrain.sequential.EventCount;
import dev.retrain.sequential.SampleMoments;
import dev.retrain.spi.deploy.OutcomeTotals;
import dev.retrain.spi.deploy.VersionHealth;
import java.util.Optional;

/**
 * Rows that two versions scored both, as a deployer of batches counts them: under {@link #outcome}
 * the challenger's value less the champion's, row by row. What is easy and what is hard for both
 * falls out of such differences.
 *
 * <p>Ones and zeros are told apart only by rows on which the versions differ, each of which is as
 * likely to be worse as better while the challenger is not worse (McNemar 1947): a test of one
 * proportion at one half, exact at any number of looks.
 */
public final class PairedRows {

  /** The figure that is one for a row without a score. */
  public static final String ERRORS = "errors";

  private static final String PAIRED = " less the champion's";

  /** So many rows of a constant have no noise of their own beside those compared with it. */
  private static final long CONSTANT = 1_000_000;

  private PairedRows() {}

  /** The name of the counter of a metric's differences. */
  public static String outcome(String metric) {
    return metric + PAIRED;
  }

  static boolean isOne(String outcome) {
    return outcome.endsWith(PAIRED);
  }

  /** Differences of all stages; empty while this one has none. */
  static Optional<OutcomeTotals> of(RuleInputs seen, String metric) {
    String name = outcome(metric);
    return RuleInputs.outcome(seen.canary().stage(), name).count() == 0
        ? Optional.empty()
        : Optional.of(RuleInputs.outcome(seen.canary().rollout(), name));
  }

  /**
   * How many rows are worse, among those on which the versions differ, and one of each more: rows
   * that all agree are figures too, and a pair of one each can only weaken what a test of one half
   * shows, because {@code 4 p (1 - p)} is at most 1.
   */
  static Optional<EventCount> worse(RuleInputs seen, String metric, Direction direction) {
    return of(seen, metric).flatMap(totals -> worse(totals, direction));
  }

  private static Optional<EventCount> worse(OutcomeTotals totals, Direction direction) {
    double differing = totals.sumOfSquares();
    double down = direction == Direction.HIGHER_IS_BETTER ? -totals.sum() : totals.sum();
    return EventCount.reported((differing + down) / 2 + 1, differing + 2);
  }

  /** The share of worse rows that a margin allows, given the champion's rate. */
  static double allowed(RuleInputs seen, String metric, double margin) {
    OutcomeTotals totals = RuleInputs.outcome(seen.canary().rollout(), outcome(metric));
    return RuleMembers.HALF + margin * totals.count() / (2 * (totals.sumOfSquares() + 2));
  }

  /** Differences beside a champion of zero. */
  static Optional<Arms<SampleMoments>> besideZero(RuleInputs seen, String metric) {
    return of(seen, metric)
        .map(
            totals ->
                new Arms<>(
                    SampleMoments.of(totals), new SampleMoments(totals.count() * CONSTANT, 0, 0)));
  }

  /** On how many rows the versions differ. */
  static long differing(RuleInputs seen, String metric) {
    VersionHealth all = seen.canary().rollout();
    return Math.round(RuleInputs.outcome(all, outcome(metric)).sumOfSquares());
  }
}
