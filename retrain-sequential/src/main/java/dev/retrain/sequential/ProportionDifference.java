package dev.retrain.sequential;

import dev.retrain.api.metric.Direction;
import dev.retrain.api.metric.Margin;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Tests a proportion of the canary (error rate, accuracy) against the champion's under live traffic
 * at the same time, whatever the traffic shares.
 *
 * <p>Each look is one two-by-two table of new requests, conditioned on its margins ({@link
 * NoncentralHypergeometric} has the papers), so that neither a rate that varies with the time of
 * day nor a traffic share that is raised between looks can be mistaken for harm. Without a
 * tolerated margin the guarantee is exact for independent requests. With one, the margin is
 * converted to an odds ratio with a confidence sequence on the champion's rate at {@code alpha /
 * 10}; this assumes that the champion's rate is constant while the canary runs. A look is the
 * finest stratum: requests within a look are assumed to be exchangeable.
 *
 * <p>Most of the prior weight lies on canaries near the acceptable margin, which are the effects a
 * rule is meant to detect; they are detected sooner.
 *
 * <p>Estimate and interval of a reading: how much worse the canary is, in the unit of {@code
 * tolerated} (positive is worse). The estimate weights looks as Mantel and Haenszel do.
 *
 * @param direction LOWER_IS_BETTER for an error rate, HIGHER_IS_BETTER for accuracy
 * @param tolerated the canary is HARMFUL when shown to be worse than this
 * @param acceptable the canary is HARMLESS when shown to be better than this; not below tolerated
 * @param alpha probability of a false alarm over all looks
 */
public record ProportionDifference(
    Direction direction, Margin tolerated, Margin acceptable, double alpha)
    implements SequentialTest<Arms<EventCount>, ProportionDifference.State> {
  private static final double SMALLEST_RATE = 1e-9;
  private static final int NULL_POINTS = 5;
  private static final double HALF_AN_EVENT = 0.5;

  /** Rejects an alpha outside 0 to 1. */
  public ProportionDifference {
    AlphaLevel.checked(alpha);
  }

  /**
   * Holds what is kept between looks.
   *
   * @param seen the cumulative counts of the last look used
   * @param logLikelihood of the log odds ratio on the fixed grid
   * @param weight sum of the looks' Mantel-Haenszel weights
   * @param weightedDifference sum of weight times difference of the failure rates
   * @param aim target effect: log odds ratio of a canary at the acceptable margin, by the pooled
   *     rate of both versions at the first look; 0 before
   * @param progress state that every test keeps
   */
  public record State(
      Arms<EventCount> seen,
      List<Double> logLikelihood,
      double weight,
      double weightedDifference,
      double aim,
      TestProgress progress) {
    /** Copies the list. */
    public State {
      logLikelihood = List.copyOf(logLikelihood);
      if (logLikelihood.size() != LogOddsGrid.SIZE) {
        throw new IllegalArgumentException(
            "expected " + LogOddsGrid.SIZE + " grid points, got " + logLikelihood.size());
      }
    }

    double[] grid() {
      return logLikelihood.stream().mapToDouble(Double::doubleValue).toArray();
    }

    State with(TestProgress changed) {
      return new State(seen, logLikelihood, weight, weightedDifference, aim, changed);
    }
  }

  @Override
  public State start() {
    return new State(
        new Arms<>(EventCount.ZERO, EventCount.ZERO),
        Collections.nCopies(LogOddsGrid.SIZE, 0.0),
        0,
        0,
        0,
        TestProgress.START);
  }

  @Override
  public State miss(State state) {
    return state.with(state.progress().missed());
  }

  @Override
  public State observe(State state, Arms<EventCount> cumulative) {
    if (!cumulative.canary().canFollow(state.seen().canary())
        || !cumulative.champion().canFollow(state.seen().champion())) {
      return miss(state);
    }
    EventCount canary = failures(cumulative.canary().minus(state.seen().canary()));
    EventCount champion = failures(cumulative.champion().minus(state.seen().champion()));
    if (canary.total() == 0 || champion.total() == 0) {
      boolean lacking = state.weight() == 0;
      return lacking ? miss(state) : state.with(state.progress().unchanged());
    }
    double[] grid = state.grid();
    NoncentralHypergeometric.addLogLikelihood(grid, canary, champion);
    double weight =
        (double) canary.total() * champion.total() / (canary.total() + champion.total());
    State next =
        new State(
            cumulative,
            boxed(grid),
            state.weight() + weight,
            state.weightedDifference() + weight * (canary.rate() - champion.rate()),
            state.weight() == 0 ? targetEffect(canary, champion) : state.aim(),
            state.progress());
    return next.with(state.progress().seen(logEHarmful(next)));
  }

  @Override
  public HarmEvidence evidence(State state) {
    return state.progress().evidence(spent(tolerated));
  }

  @Override
  public TestReading read(State state) {
    HarmEvidence evidence = evidence(state);
    double harmless = logEHarmless(state);
    TestOutcome outcome =
        state.progress().outcome(harmless, alpha - evidence.spent(), alpha - spent(acceptable));
    if (state.weight() == 0) {
      return new TestReading(outcome, evidence, harmless, Double.NaN, ConfidenceInterval.UNKNOWN);
    }
    double champion = failures(state.seen().champion()).rate();
    double canary = champion + state.weightedDifference() / state.weight();
    return new TestReading(outcome, evidence, harmless, harm(champion, canary), interval(state));
  }

  /**
   * Returns the alpha spent on the champion's rate if a margin makes the hypothesis depend on it.
   */
  private double spent(Margin margin) {
    return Harm.isNone(margin) ? 0 : AlphaLevel.champion(alpha);
  }

  private double logEHarmful(State state) {
    double[] grid = state.grid();
    double least = Double.POSITIVE_INFINITY;
    for (double odds : nullOdds(state, tolerated)) {
      least = Math.min(least, LogOddsGrid.logEAbove(grid, odds, state.aim()));
    }
    return least;
  }

  /**
   * Uses the pooled rate, on which the test conditions, so that the choice does not bias the test.
   */
  private double targetEffect(EventCount canary, EventCount champion) {
    double events = canary.events() + champion.events() + HALF_AN_EVENT;
    return targetEffect(events / (canary.total() + champion.total() + 2 * HALF_AN_EVENT));
  }

  /** Returns the log odds ratio of a canary at the acceptable margin, given the failure rate. */
  double targetEffect(double failures) {
    double limit = failureLimit(acceptable, failures);
    return limit >= 1 ? 0 : logit(limit) - logit(failures);
  }

  private double logEHarmless(State state) {
    double[] grid = state.grid();
    double least = Double.POSITIVE_INFINITY;
    for (double odds : nullOdds(state, acceptable)) {
      least = Math.min(least, LogOddsGrid.logEBelow(grid, odds));
    }
    return least;
  }

  /**
   * Returns the log odds ratios at the margin for champion rates across their confidence sequence.
   * The odds ratio is monotone over such a short range, so five rates represent all of it.
   */
  private double[] nullOdds(State state, Margin margin) {
    if (Harm.isNone(margin)) {
      return new double[] {0};
    }
    ConfidenceInterval rate = championRate(state);
    double[] odds = new double[NULL_POINTS];
    for (int i = 0; i < NULL_POINTS; i++) {
      double share = i / (NULL_POINTS - 1.0);
      double champion = clipped(rate.lower() + share * (rate.upper() - rate.lower()));
      double limit = failureLimit(margin, champion);
      odds[i] = limit >= 1 ? Double.POSITIVE_INFINITY : logit(limit) - logit(champion);
    }
    return odds;
  }

  private ConfidenceInterval championRate(State state) {
    EventCount champion = failures(state.seen().champion());
    double level = AlphaLevel.champion(alpha) / 2;
    return new ConfidenceInterval(
        BernoulliMixture.lower(champion, level), BernoulliMixture.upper(champion, level));
  }

  private ConfidenceInterval interval(State state) {
    double[] grid = state.grid();
    double level = alpha - AlphaLevel.champion(alpha);
    double low = LogOddsGrid.lowerNull(grid, level, state.aim());
    double high = LogOddsGrid.upperNull(grid, level);
    ConfidenceInterval rate = championRate(state);
    double first = clipped(rate.lower());
    double last = clipped(rate.upper());
    return new ConfidenceInterval(
        Math.min(harmAt(first, low), harmAt(last, low)),
        Math.max(harmAt(first, high), harmAt(last, high)));
  }

  private double harmAt(double championFailures, double logOdds) {
    return harm(championFailures, expit(logit(championFailures) + logOdds));
  }

  /** Returns the harm in the unit of the margin, from failure rates. */
  private double harm(double championFailures, double canaryFailures) {
    return direction == Direction.LOWER_IS_BETTER
        ? Harm.of(tolerated, championFailures, canaryFailures, direction)
        : Harm.of(tolerated, 1 - championFailures, 1 - canaryFailures, direction);
  }

  private double failureLimit(Margin margin, double championFailures) {
    return direction == Direction.LOWER_IS_BETTER
        ? Harm.worst(margin, championFailures, direction)
        : 1 - Harm.worst(margin, 1 - championFailures, direction);
  }

  private EventCount failures(EventCount count) {
    return direction == Direction.LOWER_IS_BETTER ? count : count.complement();
  }

  private static double clipped(double rate) {
    return Math.min(1 - SMALLEST_RATE, Math.max(SMALLEST_RATE, rate));
  }

  private static double logit(double rate) {
    return Math.log(rate) - Math.log1p(-rate);
  }

  private static double expit(double logit) {
    return 1 / (1 + Math.exp(-logit));
  }

  private static List<Double> boxed(double[] values) {
    List<Double> list = new ArrayList<>(values.length);
    for (double value : values) {
      list.add(value);
    }
    return list;
  }
}
