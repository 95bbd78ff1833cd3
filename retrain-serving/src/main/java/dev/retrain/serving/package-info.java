/**
 * What every target that serves in its own JVM needs in the same form: which version a key belongs
 * to, what was counted, and which prediction an outcome belongs to. No transport, no model, no
 * decision.
 */
@NullMarked
package dev.retrain.serving;

import org.jspecify.annotations.NullMarked;
