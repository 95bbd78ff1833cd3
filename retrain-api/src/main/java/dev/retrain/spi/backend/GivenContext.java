package dev.retrain.spi.backend;

import dev.retrain.spi.state.Leases;
import java.time.Clock;

/** A context of what its caller has. */
record GivenContext(Clock clock, Leases leases) implements BackendContext {}
