package dev.retrain.steps.folder;

import dev.retrain.api.document.DocumentReader;
import dev.retrain.api.document.Documents;
import dev.retrain.api.document.Shape;
import dev.retrain.api.error.TransientFailure;
import dev.retrain.artifacts.ArtifactFiles;
import dev.retrain.spi.artifact.ArtifactContent;
import dev.retrain.spi.artifact.ArtifactStore;
import dev.retrain.spi.artifact.StoredFile;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Small documents in a store: read whole, written only where they are as they were read. */
final class StoredDocuments {

  /** Each read lost means that a writer succeeded in between. */
  private static final int READS = 50;

  private final ArtifactStore store;

  StoredDocuments(ArtifactStore store) {
    this.store = store;
  }

  /** A document and the file it was read from. */
  record Found<T>(StoredFile file, T content) {}

  /** Returns a document, if it exists. */
  <T> Optional<Found<T>> read(URI address, Shape<T> shape) {
    for (int left = READS; ; left--) {
      Optional<StoredFile> file = store.stat(address);
      if (file.isEmpty()) {
        return Optional.empty();
      }
      try {
        return Optional.of(new Found<>(file.get(), content(file.get(), shape)));
      } catch (TransientFailure changed) { // between the two calls, as a rule
        if (left == 1) {
          throw changed;
        }
      }
    }
  }

  private <T> T content(StoredFile file, Shape<T> shape) {
    String text = new String(ArtifactFiles.read(store, file), StandardCharsets.UTF_8);
    String source = file.address().toString();
    return DocumentReader.of(shape, Documents.parse(text, source), source);
  }

  /**
   * Writes a document where it is as it was read.
   *
   * @return false if another writer was first
   */
  <T> boolean write(URI address, Optional<Found<T>> before, Shape<T> shape, T content) {
    ArtifactContent text = ArtifactContent.of(Documents.json(shape.write(content)));
    return before
        .map(found -> store.replace(found.file(), text))
        .orElseGet(() -> store.writeIfAbsent(address, text));
  }
}
