package dev.retrain.examples.flights.demo;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Objects;

/**
 * The checked-in schema of the flights; in a dataset's folder it names the columns that are not
 * features.
 */
final class SchemaFile {

  /** Its name beside the pipeline, as the validating step reads it. */
  static final String FOR_VALIDATION = "flights.schema.json";

  /** Its name in a data set folder, where it travels with the rows. */
  static final String BESIDE_ROWS = "schema.json";

  private SchemaFile() {}

  static void write(Path file) throws IOException {
    Files.createDirectories(file.getParent());
    try (InputStream schema = SchemaFile.class.getResourceAsStream(FOR_VALIDATION)) {
      Files.copy(
          Objects.requireNonNull(schema, FOR_VALIDATION),
          file,
          StandardCopyOption.REPLACE_EXISTING);
    }
  }
}
