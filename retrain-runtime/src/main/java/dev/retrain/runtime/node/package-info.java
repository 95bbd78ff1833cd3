/**
 * Which node carries which retraining on: a lease per node, and the retrainings divided among the
 * nodes whose lease lives. Nothing here looks at a retraining; the version of its state stays the
 * last word on who acted.
 */
@NullMarked
package dev.retrain.runtime.node;

import org.jspecify.annotations.NullMarked;
