package dev.retrain.spi.backend;

import dev.retrain.api.error.ConfigurationProblem;
import dev.retrain.api.provider.Providers;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** Finds backends by name through {@link java.util.ServiceLoader}. */
public final class Backends {

  private Backends() {}

  /**
   * Returns the translator provider of a name.
   *
   * @throws ConfigurationProblem if there is none; it lists what was found, and what could not be
   *     loaded
   */
  public static TranslatorProvider translator(String name, ClassLoader loader) {
    Providers<TranslatorProvider> translators = Providers.of(TranslatorProvider.class, loader);
    Providers<BackendProvider> backends = Providers.of(BackendProvider.class, loader);
    return byName(name, both(translators, backends));
  }

  /**
   * Returns the backend provider of a name.
   *
   * @throws ConfigurationProblem if there is none; it lists what was found, and what could not be
   *     loaded
   */
  public static BackendProvider provider(String name, ClassLoader loader) {
    return byName(name, Providers.of(BackendProvider.class, loader));
  }

  /** Returns what kept providers of backends from being loaded, one sentence each. */
  public static List<String> problems(ClassLoader loader) {
    return both(
            Providers.of(TranslatorProvider.class, loader),
            Providers.of(BackendProvider.class, loader))
        .problems();
  }

  private static Providers<TranslatorProvider> both(
      Providers<? extends TranslatorProvider> one, Providers<? extends TranslatorProvider> other) {
    List<TranslatorProvider> found = new ArrayList<>(one.found());
    found.addAll(other.found());
    List<String> problems = new ArrayList<>(one.problems());
    problems.addAll(other.problems());
    return new Providers<>(found, problems);
  }

  private static <P extends TranslatorProvider> P byName(String name, Providers<P> all) {
    return all.found().stream()
        .filter(candidate -> candidate.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                all.absent(
                    "there is no backend '"
                        + name
                        + "' on the class path: found "
                        + new TreeSet<>(
                            all.found().stream().map(TranslatorProvider::name).toList()),
                    "Put retrain-backend-" + name + " on the class path, or correct the name"));
  }
}
