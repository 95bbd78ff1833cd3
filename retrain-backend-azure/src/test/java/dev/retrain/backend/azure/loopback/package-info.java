/**
 * Runs the requests of Azure Machine Learning on this machine, as the service does, for tests and
 * fake services. Knows what the translator writes, without sweeps, and refuses everything else by
 * name.
 */
@NullMarked
package dev.retrain.backend.azure.loopback;

import org.jspecify.annotations.NullMarked;
