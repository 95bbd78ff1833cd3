package dev.retrain.artifacts;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Loads the libraries of a folder before those of its parent, because the libraries of several
 * services conflict on one class path. Only the types that both sides exchange, those of the JDK,
 * of retrain's API and SPI and of this package, come from the parent.
 */
public final class ChildFirstLoader extends URLClassLoader {

  private static final String PACKAGE = ChildFirstLoader.class.getPackageName() + ".";

  static {
    registerAsParallelCapable();
  }

  /** Creates a loader of jars. */
  public ChildFirstLoader(URL[] jars, ClassLoader parent) {
    super(jars, parent);
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    synchronized (getClassLoadingLock(name)) {
      Class<?> loaded = findLoadedClass(name);
      if (loaded == null) {
        loaded = shared(name) ? null : own(name);
      }
      if (loaded == null) {
        return super.loadClass(name, resolve);
      }
      if (resolve) {
        resolveClass(loaded);
      }
      return loaded;
    }
  }

  private static boolean shared(String name) {
    return name.startsWith("java.")
        || name.startsWith("dev.retrain.api.")
        || name.startsWith("dev.retrain.spi.")
        || isOfThisPackage(name)
        || name.startsWith("org.slf4j.")
        || name.startsWith("org.jspecify.");
  }

  /** The files of the process are set once, for all loaders; packages below are of providers. */
  private static boolean isOfThisPackage(String name) {
    return name.startsWith(PACKAGE) && name.indexOf('.', PACKAGE.length()) < 0;
  }

  private @Nullable Class<?> own(String name) {
    try {
      return findClass(name);
    } catch (ClassNotFoundException e) {
      return null;
    }
  }

  @Override
  public @Nullable URL getResource(String name) {
    URL own = findResource(name);
    return own == null ? super.getResource(name) : own;
  }

  @Override
  public Enumeration<URL> getResources(String name) throws IOException {
    List<URL> all = new ArrayList<>(Collections.list(findResources(name)));
    all.addAll(Collections.list(getParent().getResources(name)));
    return Collections.enumeration(all);
  }
}
