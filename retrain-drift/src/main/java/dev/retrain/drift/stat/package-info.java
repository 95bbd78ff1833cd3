/**
 * Tests and distances between a reference sample and a current one, on plain arrays and counts.
 *
 * <p>A reference is fitted once ({@link dev.retrain.drift.stat.FittedNumeric}, {@link
 * dev.retrain.drift.stat.FittedCategorical}) and then compared as often as needed. Whatever has no
 * value for the given samples says so by {@link dev.retrain.drift.stat.Statistic.Undefined};
 * nothing here returns NaN. No files, no columns, no policy: those live in the neighbouring
 * packages.
 */
@NullMarked
package dev.retrain.drift.stat;

import org.jspecify.annotations.NullMarked;
