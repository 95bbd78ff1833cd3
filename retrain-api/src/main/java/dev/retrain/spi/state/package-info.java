/** Keeps the state of retrainings and their decisions durably, and grants leases between nodes. */
@NullMarked
package dev.retrain.spi.state;

import org.jspecify.annotations.NullMarked;
