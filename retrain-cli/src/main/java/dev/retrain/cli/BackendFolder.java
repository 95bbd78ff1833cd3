package dev.retrain.cli;

import dev.retrain.api.error.ConfigurationProblem;
import dev.retrain.api.error.FailureContext;
import dev.retrain.api.error.UnsupportedFeature;
import dev.retrain.artifacts.ChildFirstLoader;
import dev.retrain.artifacts.ProviderFolders;
import dev.retrain.spi.backend.BackendProvider;
import dev.retrain.spi.backend.Backends;
import dev.retrain.spi.backend.TranslatorProvider;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Finds backends. The libraries of each are in the folder {@code backends/<name>} beside the jar
 * and have a class loader of their own, because they conflict on one class path.
 */
final class BackendFolder {

  private BackendFolder() {}

  static TranslatorProvider translator(String name) {
    return Backends.translator(name, loader(name));
  }

  static BackendProvider backend(String name) {
    ClassLoader loader = loader(name);
    TranslatorProvider found = Backends.translator(name, loader);
    if (found instanceof BackendProvider provider) {
      return provider;
    }
    throw new UnsupportedFeature(
        "this version can plan for the backend " + name + " but not run on it",
        FailureContext.hint("use retrain plan --backend " + name + ", or run on the backend local"),
        null);
  }

  /** Returns the classes of a backend. */
  static ClassLoader classes(String name) {
    return loader(name);
  }

  private static ClassLoader loader(String name) {
    ClassLoader own = BackendFolder.class.getClassLoader();
    Path folder = home().resolve(name);
    if (!Files.isDirectory(folder)) {
      List<String> found = names();
      boolean onClassPath = found.isEmpty();
      if (onClassPath) {
        return own;
      }
      throw new ConfigurationProblem(
          "there is no backend '" + name + "'; " + home() + " has " + found,
          FailureContext.hint("correct the name, or add the folder of the backend"),
          null);
    }
    return new ChildFirstLoader(ProviderFolders.jars(folder), own);
  }

  static List<String> names() {
    if (!Files.isDirectory(home())) {
      return List.of();
    }
    try (Stream<Path> folders = Files.list(home())) {
      return List.copyOf(
          new TreeSet<>(
              folders
                  .filter(Files::isDirectory)
                  .map(folder -> String.valueOf(folder.getFileName()))
                  .toList()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path home() {
    String set = System.getProperty("retrain.backends");
    return set == null ? besideTheJar("backends") : Path.of(set);
  }

  /** Returns a folder beside the jar of the command. */
  static Path besideTheJar(String name) {
    try {
      URL jar = BackendFolder.class.getProtectionDomain().getCodeSource().getLocation();
      return Path.of(jar.toURI()).resolveSibling(name);
    } catch (URISyntaxException e) {
      throw new IllegalStateException("the location of the jar is not a path", e);
    }
  }
}
