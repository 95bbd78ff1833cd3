/**
 * Runs pipeline definitions of SageMaker on this machine, as the service does, for tests and fake
 * services. Knows what the translator writes and refuses everything else by name.
 */
@NullMarked
package dev.retrain.backend.sagemaker.loopback;

import org.jspecify.annotations.NullMarked;
