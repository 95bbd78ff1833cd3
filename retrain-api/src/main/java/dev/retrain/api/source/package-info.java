/**
 * Where the loop gets its information: metrics of the live model, windows of data, flags, and the
 * application's feedback about predictions and outcomes.
 */
@NullMarked
package dev.retrain.api.source;

import org.jspecify.annotations.NullMarked;
