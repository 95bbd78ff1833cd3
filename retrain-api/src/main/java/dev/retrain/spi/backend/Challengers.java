package dev.retrain.spi.backend;

import dev.retrain.api.registry.ModelVersion;
import dev.retrain.spi.registry.ModelRegistry;
import java.util.Map;
import java.util.Optional;

/** Points the alias {@code challenger} to the version of a run that has ended. */
final class Challengers {

  private Challengers() {}

  /**
   * Points the alias to a version, once for each version: one that was rolled back does not become
   * the challenger again. A version that was registered later keeps the alias.
   */
  static void point(ModelRegistry registry, ModelVersion version) {
    boolean concluded =
        registry
            .version(version.model(), version.version()) // the one given may be older than its tags
            .filter(found -> !found.tags().containsKey(ModelVersion.CONCLUDED_TAG))
            .isEmpty();
    if (concluded) {
      return;
    }
    Optional<String> expected;
    do {
      expected = registry.aliasTarget(version.model(), ModelRegistry.CHALLENGER); // may be dangling
      Optional<ModelVersion> now = registry.byAlias(version.model(), ModelRegistry.CHALLENGER);
      if (now.filter(other -> !other.createdAt().isBefore(version.createdAt())).isPresent()) {
        break;
      }
    } while (!registry.moveAlias(
        version.model(), ModelRegistry.CHALLENGER, expected, Optional.of(version.version())));
    registry.tag(version.model(), version.version(), Map.of(ModelVersion.CONCLUDED_TAG, "true"));
  }
}
