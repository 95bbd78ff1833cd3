/**
 * Metrics and the numbers they are compared with: absolute and relative margins, fractions and
 * percentages of traffic, each a type of its own.
 */
@NullMarked
package dev.retrain.api.metric;

import org.jspecify.annotations.NullMarked;
