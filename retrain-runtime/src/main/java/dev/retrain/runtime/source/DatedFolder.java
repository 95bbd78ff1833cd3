package dev.retrain.runtime.source;

import dev.retrain.artifacts.ArtifactFiles;
import dev.retrain.spi.artifact.StoredFile;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The files and folders with rows in a folder, local or at an address. */
final class DatedFolder {

  private DatedFolder() {}

  /** A file or folder; its rows are brought when they are needed. */
  interface Entry {

    /** Returns its name in the folder. */
    String name();

    /** Returns its rows as a local path. */
    Path bring();
  }

  private record Local(Path path) implements Entry {
    @Override
    public String name() {
      return String.valueOf(path.getFileName());
    }

    @Override
    public Path bring() {
      return path;
    }
  }

  private record Remote(URI address, String name) implements Entry {
    @Override
    public Path bring() {
      return ArtifactFiles.getDefault().bring(address);
    }
  }

  static List<Entry> entries(String folder) throws IOException {
    if (!ArtifactFiles.isAddress(folder)) {
      return local(Path.of(folder));
    }
    URI address = ArtifactFiles.address(folder);
    return ArtifactFiles.isLocal(address) ? local(Path.of(address)) : remote(address);
  }

  private static List<Entry> local(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .<Entry>map(Local::new)
          .filter(entry -> holdsRows(entry.name(), Files.isDirectory(entry.bring())))
          .toList();
    }
  }

  /** A folder at an address exists by its files alone, so only its first level is kept. */
  private static List<Entry> remote(URI folder) {
    TreeSet<String> names = new TreeSet<>();
    for (StoredFile file : ArtifactFiles.getDefault().stores().at(folder).files(folder)) {
      String name = file.nameBelow(folder);
      int slash = name.indexOf('/');
      String first = slash < 0 ? name : name.substring(0, slash);
      if (holdsRows(first, slash >= 0)) {
        names.add(first);
      }
    }
    List<Entry> all = new ArrayList<>();
    names.forEach(name -> all.add(new Remote(StoredFile.child(folder, name), name)));
    return all;
  }

  private static boolean holdsRows(String name, boolean isFolder) {
    return !name.startsWith(".")
        && (name.endsWith(".csv") || name.endsWith(".parquet") || isFolder);
  }
}
