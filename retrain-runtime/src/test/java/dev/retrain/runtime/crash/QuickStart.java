package dev.retrain.runtime.crash;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.sqlite.util.LibraryLoaderUtil;

/**
 * Starts processes that live through a {@link Life} with the classes of an earlier one in an
 * archive shared by all (application class data sharing), which with the library below takes a
 * third off each. An archive needs jars, so folders of classes are packed.
 */
final class QuickStart {

  private final List<String> command;

  private QuickStart(List<String> command) {
    this.command = command;
  }

  /**
   * Lives once in a process of its own, to see which classes that takes.
   *
   * @param folder for jars, archive and whatever processes that are killed leave
   */
  static QuickStart in(Path folder) throws IOException, InterruptedException {
    Path archive = folder.resolve("classes.jsa");
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElse("java"));
    command.addAll(
        List.of(
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-XX:-UsePerfData",
            "-Xmx128m",
            "-Xlog:disable",
            "-Djava.io.tmpdir=" + folder));
    command.addAll(nativeLibrary(folder));
    command.addAll(List.of("-cp", String.join(File.pathSeparator, jars(folder))));
    QuickStart first = new QuickStart(command);
    Process recorded =
        first.begin(
            List.of("-XX:ArchiveClassesAtExit=" + archive),
            List.of("" + folder.resolve("life"), ""));
    recorded.getOutputStream().close();
    if (recorded.waitFor(120, TimeUnit.SECONDS) && Files.exists(archive)) {
      command.addAll(1, List.of("-XX:SharedArchiveFile=" + archive, "-Xshare:auto"));
    }
    return first;
  }

  /** SQLite's own code, unpacked once for all; each process would unpack it, and leave it there. */
  private static List<String> nativeLibrary(Path folder) throws IOException {
    String name = LibraryLoaderUtil.getNativeLibName();
    String resource = LibraryLoaderUtil.getNativeLibResourcePath() + "/" + name;
    try (InputStream in = LibraryLoaderUtil.class.getResourceAsStream(resource)) {
      if (in == null) {
        return List.of();
      }
      Files.copy(in, folder.resolve(name));
      return List.of("-Dorg.sqlite.lib.path=" + folder, "-Dorg.sqlite.lib.name=" + name);
    }
  }

  private static List<String> jars(Path folder) throws IOException {
    List<String> jars = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      Path path = Path.of(entry);
      jars.add(Files.isDirectory(path) ? packed(path, folder, jars.size()).toString() : entry);
    }
    return jars;
  }

  private static Path packed(Path classes, Path folder, int number) throws IOException {
    Path jar = folder.resolve("classes-" + number + ".jar");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(jar));
        Stream<Path> files = Files.walk(classes)) {
      zip.setLevel(0);
      files.filter(Files::isRegularFile).forEach(file -> pack(classes.relativize(file), file, zip));
    }
    return jar;
  }

  private static void pack(Path name, Path file, ZipOutputStream zip) {
    try {
      zip.putNextEntry(new ZipEntry(name.toString().replace(File.separatorChar, '/')));
      Files.copy(file, (OutputStream) zip);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Begins a process that waits to be told where to stand still. */
  Process begin(List<String> arguments) throws IOException {
    return begin(List.of(), arguments);
  }

  private Process begin(List<String> options, List<String> arguments) throws IOException {
    List<String> all = new ArrayList<>(command);
    all.addAll(1, options);
    all.add(LifeChild.class.getName());
    all.addAll(arguments);
    return new ProcessBuilder(all).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }
}
