package dev.retrain.artifacts;

import static java.util.Objects.requireNonNull;

import dev.retrain.api.document.Settings;
import dev.retrain.api.error.ConfigurationProblem;
import dev.retrain.api.error.FailureContext;
import dev.retrain.spi.artifact.ArtifactContext;
import dev.retrain.spi.artifact.ArtifactStore;
import dev.retrain.spi.artifact.ArtifactStores;
import dev.retrain.spi.artifact.StoredFile;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Files at any address as local paths. A local address is its own path; a file or folder anywhere
 * else is brought whole to an {@link ArtifactCache}, so a reader never sees a part of it.
 * Thread-safe.
 */
public final class ArtifactFiles implements AutoCloseable {

  private static final Pattern ADDRESS = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]+:.*");

  private static ArtifactFiles shared = with(Map.of(), ArtifactCache.standard());

  private final ArtifactStores stores;
  private final ArtifactCache cache;

  /** Creates files of stores; closing them closes the stores. */
  public ArtifactFiles(ArtifactStores stores, ArtifactCache cache) {
    this.stores = requireNonNull(stores);
    this.cache = requireNonNull(cache);
  }

  /**
   * Returns files with the providers of the class path and of the folder that the system property
   * {@value ProviderFolders#PROPERTY} or the variable {@code RETRAIN_ARTIFACTS} names.
   *
   * @param settings by the name of a provider
   */
  public static ArtifactFiles with(Map<String, Settings> settings, ArtifactCache cache) {
    return new ArtifactFiles(
        ArtifactStores.with(settings, ArtifactContext.standard(), ProviderFolders::standard),
        cache);
  }

  /**
   * Returns the files of this process, for parts that documents create: those of {@link
   * #setDefault}, else the stores of the class path with the standard cache.
   */
  public static synchronized ArtifactFiles getDefault() {
    return shared;
  }

  /** Sets the files of this process; a program calls it once, when it starts. */
  public static synchronized void setDefault(ArtifactFiles files) {
    shared = requireNonNull(files);
  }

  /** Returns whether a text is an address, not a path: it begins with a scheme of two letters. */
  public static boolean isAddress(String text) {
    return ADDRESS.matcher(text).matches();
  }

  /**
   * Returns the address that a text names: the text itself if it is one, else that of the path.
   *
   * @throws ConfigurationProblem if it looks like an address and is none
   */
  public static URI address(String text) {
    if (!isAddress(text)) {
      return Path.of(text).toUri();
    }
    try {
      return URI.create(text);
    } catch (IllegalArgumentException e) {
      throw new ConfigurationProblem(
          "'" + text + "' is not an address: " + e.getMessage(),
          FailureContext.hint("write spaces as %20"),
          e);
    }
  }

  /**
   * Returns the content of a small file of a store, verified by length and checksum.
   *
   * @throws dev.retrain.api.error.TransientFailure if it does not arrive whole, or was changed
   *     meanwhile
   */
  public static byte[] read(ArtifactStore store, StoredFile file) {
    return Download.bytes(store, file);
  }

  /** Returns the stores that these files come from. */
  public ArtifactStores stores() {
    return stores;
  }

  /**
   * Returns a file or folder as a local path, whole. It may be read for an hour; readers do not
   * change it.
   *
   * @return empty if there is neither
   */
  public Optional<Path> find(URI address) {
    if (isLocal(address)) {
      return Optional.of(local(address)).filter(Files::exists);
    }
    ArtifactStore store = stores.at(address);
    Optional<StoredFile> file =
        address.toString().endsWith("/") ? Optional.empty() : store.stat(address);
    if (file.isPresent()) {
      return file.map(found -> cache.file(store, found));
    }
    List<StoredFile> files = store.files(address);
    return files.isEmpty() ? Optional.empty() : Optional.of(cache.folder(store, address, files));
  }

  /**
   * Returns a file or folder as a local path, whole.
   *
   * @throws ConfigurationProblem if there is neither
   */
  public Path bring(URI address) {
    return find(address)
        .orElseThrow(
            () ->
                new ConfigurationProblem(
                    "there is no file or folder " + address,
                    FailureContext.hint("correct the address, or write it first"),
                    null));
  }

  /** Returns what {@link #bring(URI)} does for an address; a path is returned as it is. */
  public Path bring(String addressOrPath) {
    return isAddress(addressOrPath) ? bring(address(addressOrPath)) : Path.of(addressOrPath);
  }

  /** Returns whether an address is on this machine, so that it needs no store and no cache. */
  public static boolean isLocal(URI address) {
    return "file".equalsIgnoreCase(address.getScheme());
  }

  private static Path local(URI address) {
    try {
      return Path.of(address);
    } catch (IllegalArgumentException e) {
      throw new ConfigurationProblem(
          "'" + address + "' does not name a local file: " + e.getMessage(),
          FailureContext.hint("write file:///folder/file"),
          e);
    }
  }

  @Override
  public void close() {
    stores.close();
  }
}
