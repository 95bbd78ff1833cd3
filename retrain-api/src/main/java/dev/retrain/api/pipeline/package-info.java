/**
 * What is run: a pipeline of container tasks with typed artifacts, its parameters and its gate.
 * Names no cloud and does no I/O.
 */
@NullMarked
package dev.retrain.api.pipeline;

import org.jspecify.annotations.NullMarked;
