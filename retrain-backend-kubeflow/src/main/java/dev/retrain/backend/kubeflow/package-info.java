/**
 * Runs pipelines on open-source Kubeflow Pipelines. Translation is pure and needs no client; what
 * will talk to the servers belongs here too, in types of its own. The definition itself is written
 * by {@code dev.retrain.kfp}.
 */
@NullMarked
package dev.retrain.backend.kubeflow;

import org.jspecify.annotations.NullMarked;
