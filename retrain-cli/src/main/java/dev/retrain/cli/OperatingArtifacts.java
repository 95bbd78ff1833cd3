package dev.retrain.cli;

import dev.retrain.api.document.Node;
import dev.retrain.api.document.ObjectShape;
import dev.retrain.api.document.Settings;
import dev.retrain.api.document.Shape;
import dev.retrain.api.document.Shapes;
import dev.retrain.api.error.TransientFailure;
import dev.retrain.artifacts.ArtifactCache;
import dev.retrain.artifacts.ArtifactFiles;
import dev.retrain.artifacts.ProviderFolders;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Files at addresses, as the command opens them: {@code artifacts} of the operating config.
 *
 * @param providers settings by the name of a provider, such as {@code s3}
 * @param cache where copies of remote files are kept
 */
record OperatingArtifacts(Map<String, Settings> providers, Optional<Cache> cache) {

  private static final String CACHE = "cache";

  /** The folder and size of the cache. */
  record Cache(Optional<String> folder, long gibibytes) {

    private static Shape<Cache> shape() {
      ObjectShape.Builder<Cache> all = ObjectShape.named("ArtifactCache");
      var folder =
          all.maybe("folder", Shapes.text(), Cache::folder, "default: ~/.cache/retrain/artifacts");
      var size =
          all.optional(
              "size",
              Shapes.integer(1, 1 << 20),
              ArtifactCache.STANDARD_SIZE >> 30,
              Cache::gibibytes,
              "in GiB");
      return all.build(f -> new Cache(f.find(folder), f.get(size)));
    }
  }

  /** Reads the key of a document. */
  static OperatingArtifacts of(Map<String, Node> entries, Settings document) {
    Map<String, Settings> providers = new TreeMap<>();
    entries.forEach(
        (name, node) ->
            providers.put(
                name,
                new Settings(node, document.folder(), document.source() + ": artifacts." + name)));
    Optional<Settings> cache = Optional.ofNullable(providers.remove(CACHE));
    return new OperatingArtifacts(providers, cache.map(one -> one.as(Cache.shape())));
  }

  /** Makes these the files of this process. */
  void install(Settings document) {
    ArtifactCache kept =
        cache
            .map(
                one ->
                    one.folder()
                        .map(folder -> cache(document.resolve(folder), one))
                        .orElseGet(() -> cache(ArtifactCache.standardFolder(), one)))
            .orElseGet(ArtifactCache::standard);
    ArtifactFiles.setDefault(ArtifactFiles.with(providers, kept));
  }

  private static ArtifactCache cache(Path folder, Cache settings) {
    return new ArtifactCache(folder, settings.gibibytes() << 30, Clock.systemUTC());
  }

  /** Finds providers in the folder {@code artifacts} beside the jar, unless another is named. */
  static void findProviders() {
    Path beside = BackendFolder.besideTheJar("artifacts");
    boolean named =
        System.getProperty(ProviderFolders.PROPERTY) != null
            || System.getenv(ProviderFolders.VARIABLE) != null;
    if (!named && Files.isDirectory(beside)) {
      System.setProperty(ProviderFolders.PROPERTY, beside.toString());
    }
  }

  /**
   * Returns a file that an option names, which may be an address; settings are those of {@code
   * retrain.yaml} in the working folder, if it is there.
   */
  static Path file(String named) {
    if (!ArtifactFiles.isAddress(named)) {
      return Path.of(named);
    }
    new OperatingOptions().find();
    return ArtifactFiles.getDefault().bring(named);
  }

  /** Returns two files as {@link #file} does; they are fetched at the same time. */
  static List<Path> files(String one, String other) {
    if (!ArtifactFiles.isAddress(one) || !ArtifactFiles.isAddress(other)) {
      return List.of(file(one), file(other));
    }
    new OperatingOptions().find();
    ExecutorService pool = Executors.newSingleThreadExecutor();
    try {
      Future<Path> second = pool.submit(() -> ArtifactFiles.getDefault().bring(other));
      Path first = ArtifactFiles.getDefault().bring(one);
      return List.of(first, result(second));
    } finally {
      pool.shutdownNow();
    }
  }

  private static Path result(Future<Path> fetched) {
    try {
      return fetched.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw new IllegalStateException("fetching a file failed", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TransientFailure("cannot fetch a file: interrupted", e);
    }
  }
}
