/**
 * Profiles: what is kept of a data set so that later data can be tested against it without the data
 * itself. Counts, moments, quantile sketches, histograms on frozen edges, categories. No test and
 * no verdict lives here; those read profiles from outside.
 */
@NullMarked
package dev.retrain.drift.profile;

import org.jspecify.annotations.NullMarked;
