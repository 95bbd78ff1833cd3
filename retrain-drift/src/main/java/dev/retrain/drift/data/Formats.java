package dev.retrain.drift.data;

import dev.retrain.api.error.DataProblem;
import dev.retrain.api.provider.Providers;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Finds the format of a file by its name. */
final class Formats {
  private Formats() {}

  /** What is done with a format; may fail on input. */
  interface Reading<R> {
    R with(DatasetFormat format) throws IOException;
  }

  static <R> R reading(Path file, Reading<R> reading) {
    if (Files.isDirectory(file)) {
      throw new DataProblem(
          "'%s' is a folder. Give the path of a file in it; a program can read several as one data set"
              .formatted(file));
    }
    DatasetFormat format = of(file);
    try {
      return reading.with(format);
    } catch (NoSuchFileException absent) {
      throw new DataProblem("there is no file '%s'".formatted(file), absent);
    } catch (AccessDeniedException denied) {
      throw new DataProblem("file '%s' may not be read".formatted(file), denied);
    } catch (IOException failed) {
      throw new DataProblem("reading '%s' failed: %s".formatted(file, failed.getMessage()), failed);
    }
  }

  private static DatasetFormat of(Path file) {
    List<DatasetFormat> formats = new ArrayList<>(List.of(new CsvFormat(), new JsonLinesFormat()));
    formats.addAll(Providers.of(DatasetFormat.class).found());
    return formats.stream()
        .filter(format -> format.accepts(file))
        .findFirst()
        .orElseThrow(() -> unknown(file, formats));
  }

  private static DataProblem unknown(Path file, List<DatasetFormat> formats) {
    boolean parquet = formats.stream().anyMatch(format -> format.name().equals("parquet"));
    return new DataProblem(
        "no reader for '%s'; known formats: %s%s"
            .formatted(
                file,
                String.join(", ", formats.stream().map(DatasetFormat::name).toList()),
                parquet ? "" : " (Parquet needs retrain-parquet on the class path)"));
  }
}
