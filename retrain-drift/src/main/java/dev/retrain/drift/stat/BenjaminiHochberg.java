package dev.retrain.drift.stat;

import java.util.stream.IntStream;

/** The step-up procedure of Benjamini and Hochberg (J. R. Stat. Soc. B 57, 1995). */
public final class BenjaminiHochberg {

  private BenjaminiHochberg() {}

  /**
   * Adjusts p-values for being many: rejecting where the adjusted value is at most q keeps the
   * expected share of false rejections at or below q, for independent and for positively dependent
   * tests.
   *
   * @param pValues each 0 to 1
   * @return adjusted p-values in the same order, each 0 to 1
   */
  public static double[] adjust(double... pValues) {
    int[] descending =
        IntStream.range(0, pValues.length)
            .boxed()
            .sorted((a, b) -> Double.compare(pValues[b], pValues[a]))
            .mapToInt(Integer::intValue)
            .toArray();
    double[] adjusted = new double[pValues.length];
    double least = 1;
    for (int i = 0; i < descending.length; i++) {
      int rank = pValues.length - i;
      least = Math.min(least, pValues[descending[i]] * pValues.length / rank);
      adjusted[descending[i]] = least;
    }
    return adjusted;
  }
}
