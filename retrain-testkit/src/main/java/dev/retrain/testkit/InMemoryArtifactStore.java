package dev.retrain.testkit;

import dev.retrain.api.document.Settings;
import dev.retrain.api.error.TransientFailure;
import dev.retrain.spi.artifact.ArtifactContent;
import dev.retrain.spi.artifact.ArtifactContext;
import dev.retrain.spi.artifact.ArtifactStore;
import dev.retrain.spi.artifact.ArtifactStoreProvider;
import dev.retrain.spi.artifact.FilePage;
import dev.retrain.spi.artifact.StoredFile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * An artifact store in memory, for addresses of the scheme {@code memory}; it is its own provider.
 * Thread-safe.
 */
public final class InMemoryArtifactStore implements ArtifactStore, ArtifactStoreProvider {

  private static final class Content {
    final byte[] bytes;
    final long generation;

    Content(byte[] bytes, long generation) {
      this.bytes = bytes;
      this.generation = generation;
    }
  }

  private final TreeMap<String, Content> files = new TreeMap<>();
  private long generation;
  private int opened;
  private Predicate<URI> unlisted = address -> false;

  /** Creates an empty store. */
  public InMemoryArtifactStore() {}

  /** Leaves files out of lists, as a service does whose lists are late. */
  public synchronized InMemoryArtifactStore unlisted(Predicate<URI> late) {
    unlisted = late;
    return this;
  }

  /** Returns how many files were opened. */
  public synchronized int opened() {
    return opened;
  }

  @Override
  public String name() {
    return "memory";
  }

  @Override
  public boolean opens(URI address) {
    return "memory".equals(address.getScheme());
  }

  @Override
  public ArtifactStore create(Settings settings, ArtifactContext context) {
    return this;
  }

  @Override
  public synchronized Optional<StoredFile> stat(URI file) {
    return Optional.ofNullable(files.get(file.toString())).map(content -> stored(file, content));
  }

  private static StoredFile stored(URI file, Content content) {
    return new StoredFile(
        file, content.bytes.length, Long.toString(content.generation), Optional.empty());
  }

  @Override
  public synchronized InputStream open(StoredFile file) {
    Content content = files.get(file.address().toString());
    if (content == null || !stored(file.address(), content).equals(file)) {
      throw new TransientFailure(file.address() + " was changed or deleted meanwhile");
    }
    opened++;
    return new ByteArrayInputStream(content.bytes);
  }

  @Override
  public synchronized FilePage list(URI folder, Optional<String> page, int limit) {
    String prefix = StoredFile.asFolder(folder).toString();
    List<StoredFile> found =
        files.tailMap(page.orElse(prefix), false).entrySet().stream()
            .takeWhile(file -> file.getKey().startsWith(prefix))
            .filter(file -> !unlisted.test(URI.create(file.getKey())))
            .limit(limit + 1L)
            .map(file -> stored(URI.create(file.getKey()), file.getValue()))
            .toList();
    return found.size() <= limit
        ? new FilePage(found, Optional.empty())
        : new FilePage(
            found.subList(0, limit), Optional.of(found.get(limit - 1).address().toString()));
  }

  @Override
  public synchronized boolean writeIfAbsent(URI file, ArtifactContent content) {
    if (files.containsKey(file.toString())) {
      return false;
    }
    write(file, content);
    return true;
  }

  @Override
  public synchronized boolean replace(StoredFile expected, ArtifactContent content) {
    if (!stat(expected.address()).equals(Optional.of(expected))) {
      return false;
    }
    write(expected.address(), content);
    return true;
  }

  @Override
  public synchronized void write(URI file, ArtifactContent content) {
    try (InputStream in = content.open()) {
      files.put(file.toString(), new Content(in.readAllBytes(), ++generation));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read what is to be written to " + file, e);
    }
  }

  @Override
  public synchronized void delete(URI file) {
    files.remove(file.toString());
  }

  @Override
  public void close() {}
}
