package dev.retrain.spi.registry;

import java.net.URI;

/** Opens the model registry at an address; found by {@link java.util.ServiceLoader}. */
public interface RegistryProvider {

  /** Returns whether it has the registry of an address; decides by scheme and, if needed, host. */
  boolean opens(URI address);

  /**
   * Opens the registry; makes no connection yet.
   *
   * @throws dev.retrain.api.error.ConfigurationProblem if the address is not complete
   */
  ModelRegistry open(URI address, RegistryContext context);
}
