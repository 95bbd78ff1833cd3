/**
 * Runs pipelines on Google Vertex AI. Translation is pure and needs no client; what will talk to
 * Google belongs here too, in types of its own. The definition inside the job is written by {@code
 * dev.retrain.kfp}.
 */
@NullMarked
package dev.retrain.backend.vertex;

import org.jspecify.annotations.NullMarked;
