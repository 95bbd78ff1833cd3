package dev.retrain.sequential;

/**
 * Tests one rollback rule at any number of looks.
 *
 * <p>Guarantee: a canary no worse than tolerated reads {@link TestOutcome#HARMFUL} at any look,
 * however many there are and whenever the test is stopped, with probability at most {@link
 * #alpha()}; one worse than acceptable reads {@link TestOutcome#HARMLESS} with probability at most
 * alpha. Where tolerated and acceptable differ, a canary between them may be shown to be both;
 * HARMFUL wins.
 *
 * <p>The test itself is immutable and thread-safe; its history is in the state, a record of numbers
 * that can be stored between looks. A look may be repeated: the same cumulative figures give the
 * same state.
 *
 * @param <C> cumulative figures since the start of the rollout
 * @param <S> state between looks
 */
public interface SequentialTest<C, S> {
  /** Returns the state before the first look. */
  S start();

  /**
   * Updates the state with the figures counted since the start of the rollout. Figures that fell
   * since the last look (a counter that was reset) are not used; the look then counts as missed.
   */
  S observe(S state, C cumulative);

  /** Records that the source had no usable figures at this look. */
  S miss(S state);

  /** Returns the evidence for harm, which the state holds; no computation. */
  HarmEvidence evidence(S state);

  /** Computes the outcome with estimate and interval. */
  TestReading read(S state);

  /** Returns the probability of a false alarm over all looks. */
  double alpha();
}
