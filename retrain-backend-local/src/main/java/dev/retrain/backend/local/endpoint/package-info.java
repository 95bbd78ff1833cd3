/**
 * The embedded endpoint: an HTTP server on the loopback interface that splits predictions between
 * model versions, counts what each did, and its deployers. It does not decide what gets traffic,
 * and the rest of this module is not needed to use it.
 */
@NullMarked
package dev.retrain.backend.local.endpoint;

import org.jspecify.annotations.NullMarked;
