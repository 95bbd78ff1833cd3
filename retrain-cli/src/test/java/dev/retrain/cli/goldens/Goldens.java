package dev.retrain.cli.goldens;

import static org.assertj.core.api.Assertions.assertThat;

import dev.retrain.cli.InProcess;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/** The files of a revision, and copies of them to work on. */
final class Goldens {

  /** The folder of the revision whose name it bears. */
  static final Path FOLDER = Path.of("src/test/resources/goldens/97a827d");

  /** Stands in documents for the folder that the golden folders were copied to. */
  private static final String PLACE = "@goldens@";

  private static final String PACKED = ".gz";

  private Goldens() {}

  /** Returns the files of a folder that end in a text, sorted. */
  static List<Path> files(String folder, String ending) throws IOException {
    try (Stream<Path> all = Files.list(FOLDER.resolve(folder))) {
      return all.filter(file -> file.toString().endsWith(ending)).sorted().toList();
    }
  }

  /** Returns the name of a file without its ending. */
  static String name(Path file) {
    return file.getFileName().toString().replaceFirst("\\.[a-z]+$", "");
  }

  static String read(String file) throws IOException {
    return Files.readString(FOLDER.resolve(file));
  }

  static Properties properties(String file) throws IOException {
    Properties read = new Properties();
    try (Reader text = Files.newBufferedReader(FOLDER.resolve(file))) {
      read.load(text);
    }
    return read;
  }

  /** Copies a file or a folder below another, unpacked and with that folder's place filled in. */
  static Path copy(String from, Path into) throws IOException {
    try (Stream<Path> all = Files.walk(FOLDER.resolve(from))) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        String name = FOLDER.relativize(file).toString();
        boolean packed = name.endsWith(PACKED);
        Path copy = into.resolve(packed ? name.substring(0, name.length() - 3) : name);
        Files.createDirectories(copy.getParent());
        if (packed) {
          unpack(file, copy);
        } else {
          Files.write(copy, placed(Files.readAllBytes(file), into));
        }
      }
    }
    return into.resolve(from.endsWith(PACKED) ? from.substring(0, from.length() - 3) : from);
  }

  private static void unpack(Path file, Path copy) throws IOException {
    try (InputStream packed = new GZIPInputStream(Files.newInputStream(file))) {
      Files.copy(packed, copy);
    }
  }

  private static byte[] placed(byte[] bytes, Path into) {
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    return text.contains(PLACE)
        ? text.replace(PLACE, into.toString()).getBytes(StandardCharsets.ISO_8859_1)
        : bytes;
  }

  /** Runs the command line, which must end well, and returns what it printed. */
  static String retrain(String... arguments) {
    InProcess.Result result = InProcess.retrain(arguments);
    assertThat(result.exitCode()).as(result.err() + result.out()).isZero();
    return result.out();
  }
}
