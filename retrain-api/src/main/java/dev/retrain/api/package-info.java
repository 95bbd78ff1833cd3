/**
 * The root of the retrain model: nothing lives here but its sub-packages, one per concept, from
 * {@code pipeline} (what is run) over {@code retraining} (when) to {@code rollout} (how it reaches
 * users) and {@code backend} (where).
 */
@NullMarked
package dev.retrain.api;

import org.jspecify.annotations.NullMarked;
