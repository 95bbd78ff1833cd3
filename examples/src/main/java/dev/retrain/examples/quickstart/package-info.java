/** The first pipeline: one step of each kind on this machine, in one main class. */
@NullMarked
package dev.retrain.examples.quickstart;

import org.jspecify.annotations.NullMarked;
