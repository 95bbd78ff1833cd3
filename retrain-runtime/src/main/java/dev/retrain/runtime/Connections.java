package dev.retrain.runtime;

import dev.retrain.api.source.FlagSource;
import dev.retrain.runtime.call.Services;
import dev.retrain.runtime.provenance.Commit;
import dev.retrain.spi.backend.Backend;
import dev.retrain.spi.registry.ModelRegistry;
import dev.retrain.spi.state.StateStore;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * What all retrainings of a retrainer share: the services as they were given, to be called through
 * {@link Collaborators} alone.
 *
 * @param backendName for people
 * @param nanos a clock that never goes back, for the deadlines of looks
 */
record Connections(
    Backend backend,
    String backendName,
    ModelRegistry registry,
    Deployers deployers,
    StateStore store,
    FlagSource flags,
    RunParameters parameters,
    Optional<Commit> commit,
    Services services,
    LongSupplier nanos) {}
