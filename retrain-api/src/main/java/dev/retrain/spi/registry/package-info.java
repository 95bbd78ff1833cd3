/** Keeps model versions, their aliases and tags. */
@NullMarked
package dev.retrain.spi.registry;

import org.jspecify.annotations.NullMarked;
