package dev.retrain.backend.local;

import dev.retrain.api.pipeline.Execution;
import dev.retrain.steps.StandardComponents;
import java.io.File;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** This Java with the class path of the standard steps. */
final class StepsJava {

  private static final String MAIN = "dev.retrain.steps.Main";

  /** The folder in which this process finds the modules of stores, for the steps as well. */
  private static final String ARTIFACTS = "retrain.artifacts";

  private StepsJava() {}

  /** Returns the path of this Java's launcher. */
  static String launcher() {
    return Path.of(System.getProperty("java.home", ""), "bin", "java").toString();
  }

  /**
   * Returns whether another Java finds the steps' classes: not where they lie in an archive within
   * an archive, as in an executable jar, which only the launcher of that jar can read.
   */
  static boolean canStart() {
    URL place = StandardComponents.class.getResource("StandardComponents.class");
    return place != null && isPlain(place.toString());
  }

  /** Returns whether a class lies in a folder or a jar. */
  static boolean isPlain(String place) {
    boolean inJar = place.startsWith("jar:file:") && place.indexOf("!/") == place.lastIndexOf("!/");
    return place.startsWith("file:") || inJar;
  }

  static List<String> command(List<String> options, Execution execution) {
    List<String> words = new ArrayList<>();
    words.add(launcher());
    words.addAll(options);
    execution.resources().memoryMiB().ifPresent(mebibytes -> words.add("-Xmx" + mebibytes + "m"));
    String stores = System.getProperty(ARTIFACTS, "");
    if (!stores.isEmpty()) {
      words.add("-D" + ARTIFACTS + "=" + stores);
    }
    words.add("-cp");
    words.add(classPath());
    words.add(MAIN);
    return words;
  }

  /**
   * Returns where the steps' classes come from: the folders of the loader that loaded this class,
   * where it names them, then the class path of this process.
   */
  private static String classPath() {
    Set<String> entries = new LinkedHashSet<>();
    for (ClassLoader loader = StepsJava.class.getClassLoader();
        loader != null;
        loader = loader.getParent()) {
      if (loader instanceof URLClassLoader urls) {
        for (URL url : urls.getURLs()) {
          addFile(url, entries);
        }
      }
    }
    for (String entry : System.getProperty("java.class.path", "").split(File.pathSeparator, -1)) {
      if (!entry.isEmpty()) {
        entries.add(Path.of(entry).toAbsolutePath().toString());
      }
    }
    return String.join(File.pathSeparator, entries);
  }

  private static void addFile(URL url, Set<String> entries) {
    if (url.getProtocol().equals("file")) {
      try {
        entries.add(Path.of(url.toURI()).toAbsolutePath().toString());
      } catch (URISyntaxException e) {
        throw new IllegalStateException("a class loader holds the illegal URL " + url, e);
      }
    }
  }
}
