package dev.retrain.examples.flights.demo;

import dev.retrain.api.source.DataWindow;
import dev.retrain.api.source.DataWindows;
import dev.retrain.examples.flights.FlightFiles;
import dev.retrain.examples.flights.FlightWeek;
import dev.retrain.examples.flights.FlightsData;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/**
 * The weeks of 2001 as windows of data, and as the history that a training may use. Files are
 * written on request, so nothing can be read before its time.
 */
final class FlightCalendar implements DataWindows {

  private final List<FlightWeek> weeks;
  private final FlightsData data;
  private final Path folder;

  FlightCalendar(FlightsData data, Path folder) {
    this.data = data;
    this.weeks = data.weeks();
    this.folder = folder;
  }

  List<FlightWeek> weeks() {
    return weeks;
  }

  /** Returns the instant after the last flight of a week. */
  static Instant end(FlightWeek week) {
    return week.until().atStartOfDay(ZoneOffset.UTC).toInstant();
  }

  private static Instant start(FlightWeek week) {
    return week.from().atStartOfDay(ZoneOffset.UTC).toInstant();
  }

  /** Returns the index of a week. */
  int index(String label) {
    for (int i = 0; i < weeks.size(); i++) {
      if (weeks.get(i).label().equals(label)) {
        return i;
      }
    }
    throw new IllegalArgumentException("no week " + label);
  }

  /** Returns whether a week is over. */
  boolean hasEnded(String label, Instant now) {
    return weeks.stream().anyMatch(week -> week.label().equals(label) && !end(week).isAfter(now));
  }

  @Override
  public List<DataWindow> ended(Instant after, Instant upTo) {
    List<DataWindow> ended = new ArrayList<>();
    for (FlightWeek week : weeks) {
      if (end(week).isAfter(after) && !end(week).isAfter(upTo)) {
        ended.add(new DataWindow(start(week), end(week), file(week), "vega-3.2.1/" + week.label()));
      }
    }
    return ended;
  }

  private Path file(FlightWeek week) {
    return written(folder.resolve(week.label() + ".csv"), weeks.indexOf(week), weeks.indexOf(week));
  }

  /**
   * Returns all flights up to a week, as the pipeline ingests them.
   *
   * @return the value of the pipeline's parameter {@code week}
   */
  String historyUpTo(Instant now) {
    int last = 0;
    while (last + 1 < weeks.size() && !end(weeks.get(last + 1)).isAfter(now)) {
      last++;
    }
    String label = weeks.get(last).label();
    Path history = folder.resolve("history").resolve(label);
    try {
      SchemaFile.write(history.resolve(SchemaFile.BESIDE_ROWS));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + history, e);
    }
    written(history.resolve("data.csv"), 0, last);
    return label;
  }

  private Path written(Path file, int first, int last) {
    if (Files.exists(file)) {
      return file;
    }
    try {
      Files.createDirectories(file.getParent());
      Path part = file.resolveSibling(file.getFileName() + ".part");
      FlightFiles.write(part, data.between(first, last + 1));
      return Files.move(part, file);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file, e);
    }
  }
}
