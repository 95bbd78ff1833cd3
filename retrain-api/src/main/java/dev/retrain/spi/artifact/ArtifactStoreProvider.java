package dev.retrain.spi.artifact;

import dev.retrain.api.document.Settings;
import java.net.URI;

/** Creates the store of some addresses; found by {@link java.util.ServiceLoader}. */
public interface ArtifactStoreProvider {

  /** Returns the key of its settings below {@code artifacts}, such as {@code s3}. */
  String name();

  /** Returns whether its store has an address; decides by scheme and, for https, by host. */
  boolean opens(URI address);

  /**
   * Creates the store; makes no connection yet.
   *
   * @param settings empty where the user gave none, for credentials and regions of the environment
   * @throws dev.retrain.api.error.InvalidDefinitionException with every problem of the settings,
   *     unknown keys among them
   */
  ArtifactStore create(Settings settings, ArtifactContext context);
}
