package dev.retrain.steps;

import dev.retrain.drift.data.Dataset;
import dev.retrain.drift.data.ReadOptions;
import dev.retrain.drift.profile.Profile;
import dev.retrain.drift.profile.ProfileBuilder;
import dev.retrain.drift.profile.ProfileOptions;
import dev.retrain.drift.schema.Schema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * A dataset's folder: its CSV and Parquet files, in order of name, and, where there is one, {@code
 * schema.json} with the kinds and roles of their columns. It travels with the rows, so that a
 * column marked sensitive stays so.
 */
final class DatasetFolder {

  private static final String SCHEMA = "schema.json";

  private DatasetFolder() {}

  /** Returns the files with rows; there is at least one. */
  static List<Path> files(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      throw StepProblem.data("there is no folder " + folder);
    }
    try (Stream<Path> all = Files.list(folder)) {
      List<Path> files = all.filter(DatasetFolder::hasRows).sorted().toList();
      if (files.isEmpty()) {
        throw StepProblem.data("the folder " + folder + " holds no .csv, .tsv or .parquet file");
      }
      return files;
    }
  }

  static boolean hasRows(Path file) {
    String name = name(file);
    return Files.isRegularFile(file)
        && !name.startsWith(".")
        && (isText(file) || name.endsWith(".parquet"));
  }

  /** Returns whether records are lines of text, which can be copied byte by byte. */
  static boolean isText(Path file) {
    return name(file).endsWith(".csv") || name(file).endsWith(".tsv");
  }

  static String name(Path file) {
    return String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
  }

  /** Returns how its files are read: by its schema, else by what is in them. */
  static ReadOptions options(Path folder) {
    Path schema = folder.resolve(SCHEMA);
    return Files.isRegularFile(schema) ? Schema.read(schema).readOptions() : ReadOptions.standard();
  }

  /** Takes the schema along to a folder of the same columns. */
  static void copySchema(Path from, Path to) throws IOException {
    Path schema = from.resolve(SCHEMA);
    if (Files.isRegularFile(schema)) {
      Files.createDirectories(to);
      Files.copy(schema, to.resolve(SCHEMA), StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /** Writes the schema that describes the rows of a folder. */
  static void writeSchema(Schema schema, Path folder) {
    schema.write(folder.resolve(SCHEMA));
  }

  /** Reads all rows of a folder. */
  static Dataset read(Path folder, ReadOptions options) throws IOException {
    return Dataset.read(files(folder), options);
  }

  /** Returns the profile of a folder, without holding its rows. */
  static Profile profile(Path folder, ReadOptions options) throws IOException {
    List<Path> files = files(folder);
    if (files.size() == 1) {
      return Profile.of(files.get(0), options, ProfileOptions.standard());
    }
    return options.widening(
        widened -> {
          ProfileBuilder profile = Profile.builder();
          Dataset.stream(files, widened, profile::add);
          return profile.build();
        });
  }

  /** Returns the profile in a profile's folder, or that of a dataset's folder. */
  static Profile profileOfEither(Path folder) throws IOException {
    return isProfile(folder)
        ? Profile.read(folder.resolve("profile.json"))
        : profile(folder, options(folder));
  }

  static boolean isProfile(Path folder) {
    return Files.isRegularFile(folder.resolve("profile.json"));
  }
}
