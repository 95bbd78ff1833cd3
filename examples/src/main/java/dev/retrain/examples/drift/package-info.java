/** retrain-drift used on its own, without pipelines and the loop. */
@NullMarked
package dev.retrain.examples.drift;

import org.jspecify.annotations.NullMarked;
