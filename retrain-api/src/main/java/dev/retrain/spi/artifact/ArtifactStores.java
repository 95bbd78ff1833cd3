package dev.retrain.spi.artifact;

import dev.retrain.api.document.Settings;
import dev.retrain.api.error.ConfigurationProblem;
import dev.retrain.api.error.FailureContext;
import dev.retrain.api.provider.Providers;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Finds the store of an address among the providers that {@link java.util.ServiceLoader} finds;
 * addresses of the scheme {@code file} need none. Creates a store with its first address.
 * Thread-safe.
 *
 * <p>A provider that cannot be loaded hurts no other; {@link #problems()} names it.
 */
public final class ArtifactStores implements AutoCloseable {

  /** The module that opens a scheme, and its folder for the command line. */
  private static final Map<String, String> MODULES =
      Map.of(
          "s3", "s3", "minio", "s3", "gs", "gcs", "abfss", "azure", "azureml", "azure", "azure",
          "azure");

  private final Map<String, Settings> settings;
  private final ArtifactContext context;
  private final Supplier<List<ClassLoader>> loaders;
  private final ArtifactStore files = new FileArtifactStore();
  private final Map<String, ArtifactStore> open = new HashMap<>();
  private final List<String> problems = new ArrayList<>();
  private @Nullable List<ArtifactStoreProvider> providers;

  private ArtifactStores(
      Map<String, Settings> settings,
      ArtifactContext context,
      Supplier<List<ClassLoader>> loaders) {
    this.settings = Map.copyOf(settings);
    this.context = context;
    this.loaders = loaders;
  }

  /** Returns the stores of the context class loader, without settings. */
  public static ArtifactStores standard() {
    return with(Map.of(), ArtifactContext.standard(), () -> List.of(Providers.contextLoader()));
  }

  /**
   * Returns stores with settings.
   *
   * @param settings by the name of a provider
   * @param loaders the class loaders with providers, earlier ones first; called once, with the
   *     first address that is not a local file
   */
  public static ArtifactStores with(
      Map<String, Settings> settings,
      ArtifactContext context,
      Supplier<List<ClassLoader>> loaders) {
    return new ArtifactStores(settings, context, loaders);
  }

  /** Returns stores of the given providers alone, without settings. */
  public static ArtifactStores of(ArtifactStoreProvider... providers) {
    ArtifactStores stores = with(Map.of(), ArtifactContext.standard(), List::of);
    stores.providers = List.of(providers);
    return stores;
  }

  /**
   * Returns the store of an address. It stays open until these stores are closed.
   *
   * @throws ConfigurationProblem if no provider has the address; the hint names the module to add
   */
  public synchronized ArtifactStore at(URI address) {
    String scheme = scheme(address);
    if (scheme.equals("file")) {
      return files;
    }
    for (ArtifactStoreProvider provider : providers()) {
      if (provider.opens(address)) {
        return open.computeIfAbsent(
            provider.name(),
            name -> provider.create(settings.getOrDefault(name, Settings.of(Map.of())), context));
      }
    }
    throw absent(scheme, address);
  }

  /** Returns what kept providers from being loaded, one sentence each; empty when all were. */
  public synchronized List<String> problems() {
    providers();
    return List.copyOf(problems);
  }

  /** Returns the names of the providers that were found. */
  public synchronized List<String> names() {
    return providers().stream().map(ArtifactStoreProvider::name).distinct().sorted().toList();
  }

  /**
   * Requires that settings belong to a provider that was found.
   *
   * @throws ConfigurationProblem for the first that does not
   */
  public synchronized void requireProviders() {
    for (String name : settings.keySet()) {
      if (!names().contains(name)) {
        throw new ConfigurationProblem(
            "artifacts." + name + " has settings, but no module of that name was found",
            FailureContext.hint(hint(name) + because()),
            null);
      }
    }
  }

  private List<ArtifactStoreProvider> providers() {
    List<ArtifactStoreProvider> found = providers;
    if (found == null) {
      Providers<ArtifactStoreProvider> loaded =
          Providers.of(ArtifactStoreProvider.class, loaders.get().toArray(ClassLoader[]::new));
      problems.addAll(loaded.problems());
      found = loaded.found();
      providers = found;
    }
    return found;
  }

  private ConfigurationProblem absent(String scheme, URI address) {
    if (scheme.isEmpty()) {
      return new ConfigurationProblem(
          "'" + address + "' has no scheme",
          FailureContext.hint("write file:///folder, s3://bucket/folder or gs://bucket/folder"),
          null);
    }
    return new ConfigurationProblem(
        "cannot open " + withoutQuery(address) + ": no module opens such addresses",
        FailureContext.hint(hint(isBlob(scheme, address) ? "azure" : scheme) + because()),
        null);
  }

  private static boolean isBlob(String scheme, URI address) {
    return scheme.equals("https") && String.valueOf(address.getAuthority()).contains(".blob.core.");
  }

  private static String hint(String scheme) {
    String module = MODULES.get(scheme);
    return module == null
        ? "use one of the schemes file, s3, minio, gs, abfss and azureml"
        : "add retrain-artifacts-"
            + module
            + " to the class path, or its folder artifacts/"
            + module
            + " beside retrain.jar";
  }

  private String because() {
    return problems.isEmpty() ? "" : ". " + String.join(". ", problems);
  }

  /** Returns an address without its query, which may hold a signature. */
  private static String withoutQuery(URI address) {
    String text = address.toString();
    int query = text.indexOf('?');
    return query < 0 ? text : text.substring(0, query);
  }

  private static String scheme(URI address) {
    String scheme = address.getScheme();
    return scheme == null ? "" : scheme.toLowerCase(Locale.ROOT);
  }

  @Override
  public synchronized void close() {
    open.values().forEach(ArtifactStore::close);
    open.clear();
  }
}
