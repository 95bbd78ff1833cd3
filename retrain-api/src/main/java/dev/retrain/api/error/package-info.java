/**
 * What can go wrong: the two trunks of failure, transient and permanent, and {@link
 * dev.retrain.api.error.Problem}, the value that every validation returns a list of. No other
 * package defines exceptions of the API.
 */
@NullMarked
package dev.retrain.api.error;

import org.jspecify.annotations.NullMarked;
