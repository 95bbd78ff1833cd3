package dev.retrain.spi.registry;

import static java.util.Objects.requireNonNull;

import dev.retrain.api.error.TransientFailure;
import dev.retrain.api.registry.ModelVersion;
import dev.retrain.spi.state.Leases;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A registry of a service that cannot compare and set: writers of a model take turns by a lease.
 * Thread-safe.
 *
 * <p>All writers must share the leases. A writer that lost its lease before the write gives up; one
 * that loses it during the write is not noticed, so the lease must last longer than a call of the
 * service. {@link #moveAlias} compares by {@link #aliasTarget} of the service, which must read its
 * own writes.
 */
public final class LeasedRegistry implements ModelRegistry {

  private final ModelRegistry service;
  private final Leases leases;
  private final Duration length;

  /**
   * Creates a registry.
   *
   * @param service whose {@code moveAlias} need not be atomic; closed with this registry
   * @param leases shared by all writers
   * @param length of a lease; at least twice the deadline of a call of the service
   */
  public LeasedRegistry(ModelRegistry service, Leases leases, Duration length) {
    if (length.isNegative() || length.isZero()) {
      throw new IllegalArgumentException("the length of a lease is positive, got " + length);
    }
    this.service = requireNonNull(service);
    this.leases = requireNonNull(leases);
    this.length = length;
  }

  @Override
  public ModelVersion register(
      String model, String runKey, URI artifact, Map<String, String> tags) {
    return inTurn(model, lease -> service.register(model, runKey, artifact, tags));
  }

  @Override
  public ModelVersion register(ModelRegistration version) {
    return inTurn(version.model(), lease -> service.register(version));
  }

  @Override
  public boolean moveAlias(
      String model, String alias, Optional<String> expected, Optional<String> version) {
    return inTurn(
        model,
        lease -> {
          if (!service.aliasTarget(model, alias).equals(expected)) {
            return false;
          }
          if (!lease.renew(length)) {
            throw new TransientFailure(
                "cannot move the alias " + alias + " of " + model + ": the lease was lost");
          }
          return service.moveAlias(model, alias, expected, version);
        });
  }

  @Override
  public void tag(String model, String version, Map<String, String> tags) {
    inTurn(
        model,
        lease -> {
          service.tag(model, version, tags);
          return true;
        });
  }

  private interface Turn<R> {
    R with(Leases.Lease lease);
  }

  private <R> R inTurn(String model, Turn<R> turn) {
    Supplier<TransientFailure> busy =
        () -> new TransientFailure("cannot change " + model + ": another writer has its lease");
    try (Leases.Lease lease = leases.acquire("registry/" + model, length).orElseThrow(busy)) {
      return turn.with(lease);
    }
  }

  @Override
  public Optional<ModelVersion> version(String model, String version) {
    return service.version(model, version);
  }

  @Override
  public List<ModelVersion> versions(String model) {
    return service.versions(model);
  }

  @Override
  public VersionPage versions(String model, Optional<String> page, int limit) {
    return service.versions(model, page, limit);
  }

  @Override
  public Optional<ModelVersion> byAlias(String model, String alias) {
    return service.byAlias(model, alias);
  }

  @Override
  public Optional<String> aliasTarget(String model, String alias) {
    return service.aliasTarget(model, alias);
  }

  @Override
  public void close() {
    service.close();
  }
}
