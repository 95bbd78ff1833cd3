/**
 * Feedback of the application: predictions and their outcomes, joined durably, and the metrics
 * computed from them. Called from serving threads, which it never blocks and never fails.
 */
@NullMarked
package dev.retrain.runtime.feedback;

import org.jspecify.annotations.NullMarked;
