/**
 * Hosting of model versions, shared by every target that serves in its own JVM: the assignment of
 * keys to versions, counters per version, and the join of predictions with outcomes. No transport,
 * no model format, no decision.
 */
@NullMarked
package dev.retrain.serving;

import org.jspecify.annotations.NullMarked;
