package dev.retrain.spi.backend;

import dev.retrain.spi.state.Leases;
import dev.retrain.spi.state.ResourceLedger;
import java.time.Clock;

/** A context of what its caller has. */
record GivenContext(Clock clock, Leases leases, ResourceLedger ledger) implements BackendContext {}
