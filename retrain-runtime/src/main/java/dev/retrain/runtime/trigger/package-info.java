/**
 * Why a model deserves retraining: the time, a metric, data, a flag, and combinations of them. Each
 * trigger is a value that a document can hold.
 */
@NullMarked
package dev.retrain.runtime.trigger;

import org.jspecify.annotations.NullMarked;
