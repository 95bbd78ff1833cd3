package dev.retrain.spi.backend;

import dev.retrain.api.error.ConfigurationProblem;
import dev.retrain.api.error.FailureContext;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.TreeSet;

/** Finds backends by name through {@link ServiceLoader}. */
public final class Backends {

  private Backends() {}

  /**
   * Returns the translator provider of a name.
   *
   * @throws ConfigurationProblem if there is none; it lists what was found
   */
  public static TranslatorProvider translator(String name, ClassLoader loader) {
    List<TranslatorProvider> found = new ArrayList<>();
    ServiceLoader.load(TranslatorProvider.class, loader).forEach(found::add);
    ServiceLoader.load(BackendProvider.class, loader).forEach(found::add);
    return byName(name, found);
  }

  /**
   * Returns the backend provider of a name.
   *
   * @throws ConfigurationProblem if there is none; it lists what was found
   */
  public static BackendProvider provider(String name, ClassLoader loader) {
    List<BackendProvider> found = new ArrayList<>();
    ServiceLoader.load(BackendProvider.class, loader).forEach(found::add);
    return byName(name, found);
  }

  /** Returns the context class loader, where applications keep their class path. */
  static ClassLoader ofThisThread() {
    ClassLoader own = Thread.currentThread().getContextClassLoader();
    return own == null ? ClassLoader.getSystemClassLoader() : own;
  }

  private static <P extends TranslatorProvider> P byName(String name, Collection<P> found) {
    Optional<P> provider =
        found.stream().filter(candidate -> candidate.name().equals(name)).findFirst();
    return provider.orElseThrow(
        () ->
            new ConfigurationProblem(
                "there is no backend '"
                    + name
                    + "' on the class path: found "
                    + new TreeSet<>(found.stream().map(TranslatorProvider::name).toList()),
                FailureContext.hint(
                    "Put retrain-backend-" + name + " on the class path, or correct the name"),
                null));
  }
}
