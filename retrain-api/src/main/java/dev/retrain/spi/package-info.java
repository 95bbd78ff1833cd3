/**
 * What backends, deployers, registries and stores implement, with the types of their signatures.
 *
 * <p>The author of a backend implements, in this order:
 *
 * <ol>
 *   <li>{@link dev.retrain.spi.backend.BackendProvider}, found by {@link java.util.ServiceLoader}:
 *       it reads the {@link dev.retrain.api.document.Settings} by a {@link
 *       dev.retrain.api.document.Shape} and creates the rest. {@link
 *       dev.retrain.spi.backend.TranslatorProvider} is enough for a backend that only translates.
 *   <li>{@link dev.retrain.spi.backend.Translator}, which makes no calls: {@link
 *       dev.retrain.spi.backend.Capabilities} declare how each {@link
 *       dev.retrain.spi.backend.Capability} is supported, {@link dev.retrain.spi.backend.Preflight}
 *       reports what stands against a pipeline, {@link dev.retrain.spi.backend.NativeDefinition}
 *       and {@link dev.retrain.spi.backend.Plan} are its results.
 *   <li>{@link dev.retrain.spi.backend.Backend}: it starts a {@link
 *       dev.retrain.spi.backend.Submission} once per {@link dev.retrain.spi.backend.RunKey} and
 *       reports the {@link dev.retrain.spi.backend.RunStatus}. Its {@link
 *       dev.retrain.spi.backend.BackendContext} holds the clock and the leases.
 *   <li>{@link dev.retrain.spi.registry.ModelRegistry}, where its runs register versions.
 *   <li>{@link dev.retrain.spi.backend.Schedules}, if the service keeps schedules.
 *   <li>{@link dev.retrain.spi.deploy.Deployer}, if the service splits traffic between versions.
 * </ol>
 *
 * <p>The author of a store implements {@link dev.retrain.spi.state.StateStore} and {@link
 * dev.retrain.spi.state.Leases}.
 *
 * <p>The kits in {@code retrain-testkit} check each of them; {@code docs/writing-a-backend.md}
 * shows one from beginning to end. Types of {@code dev.retrain.spi} may use {@code
 * dev.retrain.api}, never the reverse.
 */
@NullMarked
package dev.retrain.spi;

import org.jspecify.annotations.NullMarked;
