/**
 * Schemas: what a data set is expected to be, inferred from a profile, kept as JSON or YAML, and
 * checked against later profiles and data sets; also results of other validators, and the
 * difference between training and serving data. Whether a distribution drifted is not decided here.
 */
@NullMarked
package dev.retrain.drift.schema;

import org.jspecify.annotations.NullMarked;
