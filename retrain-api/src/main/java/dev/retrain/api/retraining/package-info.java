/** When a model deserves retraining: one model's whole policy, its triggers and their signals. */
@NullMarked
package dev.retrain.api.retraining;

import org.jspecify.annotations.NullMarked;
