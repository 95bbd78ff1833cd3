package dev.retrain.drift.detect;

import dev.retrain.drift.stat.MissingRateTest;
import dev.retrain.drift.stat.Statistic;
import java.util.Optional;

/**
 * The p-values a verdict rests on: those of the tests, with the rows divided by the design effect
 * where neighbouring rows resemble each other.
 *
 * @param designEffect by how much dependence between rows weakens the tests, at least 1
 * @param values that the values changed, where that can be tested
 * @param missing that the share of missing values changed, where that can be tested
 */
public record Significance(double designEffect, Optional<Double> values, Optional<Double> missing) {

  static Significance of(
      double designEffect, Optional<Double> values, Statistic<MissingRateTest> missing) {
    return new Significance(
        designEffect, values, missing.asOptional().map(MissingRateTest::pValue));
  }
}
