/**
 * The one seam between the loop and the services it calls: backend, deployer, registry, metric
 * source, data windows, store. Every call is counted against a look's deadline, and whatever it
 * throws becomes one of the exceptions of the API. Nothing here decides.
 */
@NullMarked
package dev.retrain.runtime.call;

import org.jspecify.annotations.NullMarked;
