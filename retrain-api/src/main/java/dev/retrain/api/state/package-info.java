/**
 * What the loop and the backends need from the world around them: durable state, leases, metrics,
 * flags, feedback, and the decision records they leave.
 */
@NullMarked
package dev.retrain.api.state;

import org.jspecify.annotations.NullMarked;
