package dev.retrain.artifacts;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Class loaders with providers: that of the class path, and one for each folder {@code
 * artifacts/<name>}, whose libraries conflict with others on one class path.
 */
public final class ProviderFolders {

  /** The system property that names the folder of folders. */
  public static final String PROPERTY = "retrain.artifacts";

  /** The environment variable that names it where the property is absent. */
  public static final String VARIABLE = "RETRAIN_ARTIFACTS";

  private ProviderFolders() {}

  /** Returns the context class loader and those of the folders that the environment names. */
  static List<ClassLoader> standard() {
    ClassLoader context = Thread.currentThread().getContextClassLoader();
    ClassLoader own = context == null ? ClassLoader.getSystemClassLoader() : context;
    String home = System.getProperty(PROPERTY, System.getenv().getOrDefault(VARIABLE, ""));
    List<ClassLoader> all = new ArrayList<>(List.of(own));
    if (!home.isEmpty()) {
      all.addAll(loaders(Path.of(home), own));
    }
    return all;
  }

  /** Returns a loader for each folder in a folder, in order of their names. */
  public static List<ClassLoader> loaders(Path home, ClassLoader parent) {
    if (!Files.isDirectory(home)) {
      return List.of();
    }
    try (Stream<Path> folders = Files.list(home)) {
      return folders
          .filter(Files::isDirectory)
          .sorted()
          .<ClassLoader>map(folder -> new ChildFirstLoader(jars(folder), parent))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + home, e);
    }
  }

  /** Returns the jars of a folder, in order of their names. */
  public static URL[] jars(Path folder) {
    List<URL> urls = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path jar : files.filter(file -> file.toString().endsWith(".jar")).sorted().toList()) {
        urls.add(jar.toUri().toURL());
      }
    } catch (MalformedURLException e) {
      throw new IllegalStateException("a file always has a URL", e);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + folder, e);
    }
    return urls.toArray(URL[]::new);
  }
}
