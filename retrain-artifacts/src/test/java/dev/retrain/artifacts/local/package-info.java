/** A provider as modules of services have it, for tests of class loaders. */
@NullMarked
package dev.retrain.artifacts.local;

import org.jspecify.annotations.NullMarked;
