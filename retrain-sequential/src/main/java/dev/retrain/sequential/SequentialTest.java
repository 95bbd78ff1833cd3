package dev.retrain.sequential;

/**
 * One rollback rule, tested at as many looks as one likes.
 *
 * <p>Guarantee: a canary no worse than tolerated reads {@link TestOutcome#HARMFUL} at any look,
 * however many there are and whenever one stops, with probability at most {@link #alpha()}; one
 * worse than acceptable reads {@link TestOutcome#HARMLESS} with probability at most alpha. Where
 * tolerated and acceptable differ, a canary between them may be shown to be both; HARMFUL wins.
 *
 * <p>The test itself is immutable and safe to share; all that happened is in the state, a record of
 * numbers that can be stored between looks. Looks repeat harmlessly: the same cumulative figures
 * give the same state.
 *
 * @param <C> cumulative figures since the start
 * @param <S> the state between looks
 */
public interface SequentialTest<C, S> {
  /** The state before the first look. */
  S start();

  /**
   * Takes the figures counted since the start. Figures that fell since the last look (a counter
   * that began again) are not used; the look then counts as missed.
   */
  S observe(S state, C cumulative);

  /** Notes that the source had nothing usable at this look. */
  S miss(S state);

  /** The evidence for harm; costs nothing, the state holds it. */
  HarmEvidence evidence(S state);

  /** The verdict with estimate and interval. */
  TestReading read(S state);

  /** The probability of a false alarm over all looks. */
  double alpha();
}
