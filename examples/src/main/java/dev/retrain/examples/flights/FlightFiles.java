package dev.retrain.examples.flights;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Reads and writes flights as data set folders: RFC 4180 files with a header.
 *
 * <p>Columns: {@code id, departure, hour, day_of_week, origin, destination, distance, delay, late}.
 * {@code hour} (0 to 23), {@code day_of_week} ({@code MON} ...) and {@code late} (0 or 1) follow
 * from the others; they serve profiles of the data and are not read back.
 */
public final class FlightFiles {

  private static final String[] HEADER = {
    "id", "departure", "hour", "day_of_week", "origin", "destination", "distance", "delay", "late"
  };

  private FlightFiles() {}

  /**
   * Reads every {@code *.csv} of a folder, files in the order of their names.
   *
   * @throws IOException when the folder cannot be read or holds no such file
   */
  public static List<Flight> read(Path folder) throws IOException {
    List<Path> files;
    try (Stream<Path> listed = Files.list(folder)) {
      files = listed.filter(file -> file.toString().endsWith(".csv")).sorted().toList();
    }
    if (files.isEmpty()) {
      throw new IOException("no *.csv in the data set folder " + folder);
    }
    List<Flight> flights = new ArrayList<>();
    for (Path file : files) {
      try (CsvReader<NamedCsvRecord> rows = CsvReader.builder().ofNamedCsvRecord(file)) {
        rows.forEach(row -> flights.add(flight(row, row.getField("id"))));
      }
    }
    return flights;
  }

  /** Writes flights into one file, replacing what was there. */
  public static void write(Path file, List<Flight> flights) throws IOException {
    try (CsvWriter csv = CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(file)) {
      csv.writeRecord(HEADER);
      for (Flight flight : flights) {
        csv.writeRecord(columns(flight));
      }
    }
  }

  static Flight flight(NamedCsvRecord row, String id) {
    return new Flight(
        id,
        row.getField("departure"),
        // The same few hundred codes recur in every row: one copy of each is enough.
        row.getField("origin").intern(),
        row.getField("destination").intern(),
        Integer.parseInt(row.getField("distance")),
        Integer.parseInt(row.getField("delay")));
  }

  private static List<String> columns(Flight flight) {
    LocalDateTime departure = LocalDateTime.parse(flight.departure());
    return List.of(
        flight.id(),
        flight.departure(),
        String.valueOf(departure.getHour()),
        day(departure.getDayOfWeek()),
        flight.origin(),
        flight.destination(),
        String.valueOf(flight.distance()),
        String.valueOf(flight.delay()),
        flight.late() ? "1" : "0");
  }

  private static String day(DayOfWeek day) {
    return day.name().substring(0, 3);
  }
}
