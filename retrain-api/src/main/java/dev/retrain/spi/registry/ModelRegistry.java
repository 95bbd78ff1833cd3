package dev.retrain.spi.registry;

import dev.retrain.api.registry.ModelVersion;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Versions of models, aliases that point to them, and tags. Thread-safe; every call has a deadline.
 *
 * <p>All methods throw {@link dev.retrain.api.error.TransientFailure} when the same call may
 * succeed later and a {@link dev.retrain.api.error.PermanentFailure} when it will not.
 */
public interface ModelRegistry extends AutoCloseable {

  /** The alias of the version that is live. Only the runtime moves it. */
  String CHAMPION = "champion";

  /** The alias of the newest version that passed its gate. */
  String CHALLENGER = "challenger";

  /** The alias of the version that was live before. Only the runtime moves it. */
  String PREVIOUS = "previous";

  /**
   * Registers a version, once per run: a repeated call with the same run returns the same version.
   *
   * @param model the model's name
   * @param runKey the run that made it
   * @param artifact the address of the model's folder
   * @param tags more tags
   */
  ModelVersion register(String model, String runKey, URI artifact, Map<String, String> tags);

  /**
   * Registers a version, once per run, with its profile and server. The default keeps both as tags;
   * a registry with fields of its own for them overrides it.
   */
  default ModelVersion register(ModelRegistration version) {
    return register(version.model(), version.runKey(), version.artifact(), version.allTags());
  }

  /** Returns a version, if it exists. */
  Optional<ModelVersion> version(String model, String version);

  /** Returns all versions, newest first. */
  List<ModelVersion> versions(String model);

  /**
   * Returns a part of the versions, newest first. The default cuts it from {@link
   * #versions(String)}; a registry whose versions are costly to read overrides it.
   *
   * @param page {@link VersionPage#next()} of the part before; empty for the first part
   * @param limit at most so many versions; at least 1
   */
  default VersionPage versions(String model, Optional<String> page, int limit) {
    return VersionPage.of(versions(model), page, limit);
  }

  /** Returns the version an alias points to, if it points to one. */
  Optional<ModelVersion> byAlias(String model, String alias);

  /**
   * Returns the name of the version an alias points to, also if that version does not exist any
   * more; empty only if the alias does not exist. A registry whose versions can be deleted
   * overrides this, so that a dangling alias is told from none; {@link #moveAlias} compares with
   * this name.
   */
  default Optional<String> aliasTarget(String model, String alias) {
    return byAlias(model, alias).map(ModelVersion::version);
  }

  /**
   * Moves an alias if it still points to the expected version.
   *
   * @param expected the version it points to before; empty when it points nowhere
   * @param version the version it points to afterwards; empty to remove it
   * @return whether it was moved; false when another client moved it first
   */
  boolean moveAlias(
      String model, String alias, Optional<String> expected, Optional<String> version);

  /** Adds tags to a version, replacing those with the same key. */
  void tag(String model, String version, Map<String, String> tags);

  /** Releases connections; does nothing by default. */
  @Override
  default void close() {}
}
