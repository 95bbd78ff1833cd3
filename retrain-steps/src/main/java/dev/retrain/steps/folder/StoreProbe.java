package dev.retrain.steps.folder;

import dev.retrain.api.error.FailureContext;
import dev.retrain.api.error.UnsupportedFeature;
import dev.retrain.spi.artifact.ArtifactContent;
import dev.retrain.spi.artifact.ArtifactStore;
import dev.retrain.spi.artifact.StoredFile;
import java.net.URI;
import java.util.Optional;
import java.util.UUID;

/** Tests whether a store obeys the conditions of writes, by a file of its own. */
final class StoreProbe {

  private StoreProbe() {}

  /**
   * Requires that writes on a condition are refused where the condition is not met.
   *
   * @throws UnsupportedFeature if the store writes all the same
   */
  static void require(ArtifactStore store, URI root) {
    URI file = StoredFile.child(root, ".probe-" + UUID.randomUUID());
    try {
      store.writeIfAbsent(file, ArtifactContent.of("one"));
      Optional<StoredFile> one = store.stat(file);
      boolean refusesPresent = !store.writeIfAbsent(file, ArtifactContent.of("two"));
      store.write(file, ArtifactContent.of("three"));
      boolean refusesChanged =
          one.isPresent() && !store.replace(one.get(), ArtifactContent.of("four"));
      if (!refusesPresent || !refusesChanged) {
        throw new UnsupportedFeature(
            "the store of "
                + root
                + " ignores the conditions of writes, so two writers could lose a version",
            FailureContext.hint(
                "keep the registry in a store that obeys If-None-Match and If-Match, or in MLflow"),
            null);
      }
    } finally {
      store.delete(file);
    }
  }
}
