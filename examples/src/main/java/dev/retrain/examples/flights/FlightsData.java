package dev.retrain.examples.flights;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/**
 * The packaged sample of flights, week by week.
 *
 * <p>Deterministic: the same weeks, rows and ids in the same order every time. Immutable once read,
 * about 60 MB in memory.
 */
public final class FlightsData {

  private static final String SAMPLE = "flights-2001.csv.gz";
  private static final int DATE_LENGTH = "2001-01-01".length();

  private final List<FlightWeek> weeks;

  private FlightsData(List<FlightWeek> weeks) {
    this.weeks = weeks;
  }

  /**
   * Reads the sample that ships with the example.
   *
   * @throws UncheckedIOException when it is missing from the class path or damaged
   */
  public static FlightsData sample() {
    try (InputStream packed =
        Objects.requireNonNull(
            FlightsData.class.getResourceAsStream(SAMPLE), () -> SAMPLE + " on the class path")) {
      return read(new GZIPInputStream(new BufferedInputStream(packed)));
    } catch (IOException e) {
      throw new UncheckedIOException("reading " + SAMPLE, e);
    }
  }

  /**
   * Returns the weeks in order: W01 to W26 with about 14,000 flights each, and W27 with July's six.
   */
  public List<FlightWeek> weeks() {
    return weeks;
  }

  /**
   * Returns the flights of the weeks from the one at an index up to, and without, another.
   *
   * @param from index of the first week, 0 for W01; a negative one is taken as 0
   * @param until index after the last week
   */
  public List<Flight> between(int from, int until) {
    return weeks.subList(Math.max(0, from), until).stream()
        .flatMap(week -> week.flights().stream())
        .toList();
  }

  static FlightsData read(InputStream csv) {
    Reader text = new InputStreamReader(csv, StandardCharsets.UTF_8);
    try (CsvReader<NamedCsvRecord> records = CsvReader.builder().ofNamedCsvRecord(text);
        Stream<NamedCsvRecord> rows = records.stream()) {
      TreeMap<LocalDate, List<Flight>> byWeek =
          rows.map(FlightsData::flight)
              .collect(groupingBy(FlightsData::weekOf, TreeMap::new, toList()));
      return new FlightsData(
          byWeek.entrySet().stream()
              .map(week -> FlightWeek.startingOn(week.getKey(), week.getValue()))
              .toList());
    } catch (IOException e) {
      throw new UncheckedIOException("reading flights", e);
    }
  }

  /** Returns a flight; the source has no key, so a row's position in the sample names it. */
  private static Flight flight(NamedCsvRecord row) {
    return FlightFiles.flight(row, "f%06d".formatted(row.getStartingLineNumber() - 1));
  }

  private static LocalDate weekOf(Flight flight) {
    return FlightWeek.startOf(LocalDate.parse(flight.departure().substring(0, DATE_LENGTH)));
  }
}
