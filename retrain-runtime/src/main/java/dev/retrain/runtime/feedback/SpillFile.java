package dev.retrain.runtime.feedback;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.retrain.api.error.InvalidDefinitionException;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds events on disk that wait for the store, one per line. Storing an event twice has no further
 * effect, so a file is deleted only when all of it is stored, and one left by an earlier process is
 * read again. Not thread-safe.
 */
final class SpillFile {

  private static final Logger LOG = LoggerFactory.getLogger(SpillFile.class);

  private final Path file;
  private final Path read;
  private final long mostBytes;

  /** Creates the file in an existing folder. */
  SpillFile(Path folder, long mostBytes) {
    this.file = folder.resolve("feedback.spill");
    this.read = folder.resolve("feedback.spill.reading");
    this.mostBytes = mostBytes;
  }

  boolean isEmpty() {
    return !Files.exists(file) && !Files.exists(read);
  }

  /** Appends events; returns false if there is no room or the disk fails. */
  boolean add(List<FeedbackEvent> events) {
    StringBuilder lines = new StringBuilder("\n"); // the line before may have been cut off
    events.forEach(event -> lines.append(SpilledEvent.line(event)).append('\n'));
    try {
      if (Files.exists(file) && Files.size(file) + lines.length() > mostBytes) {
        return false;
      }
      Files.writeString(file, lines, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
      return true;
    } catch (IOException e) {
      LOG.warn("events cannot be spilled to {}: {}", file, e.toString());
      return false;
    }
  }

  /**
   * Moves all events to a store, in batches.
   *
   * @throws dev.retrain.api.error.RetrainException if the store fails; what is on disk stays
   */
  void drain(FeedbackStore store, int batch) throws IOException {
    while (!isEmpty()) {
      if (!Files.exists(read)) {
        Files.move(file, read, StandardCopyOption.ATOMIC_MOVE);
      }
      keep(store, batch);
      Files.delete(read);
    }
  }

  /**
   * Removes events of an id. A line that cannot be read may be about any id and is removed too.
   *
   * @throws IOException if the disk fails; the events may still be there
   */
  void remove(Predicate<FeedbackEvent> unwanted) throws IOException {
    for (Path one : List.of(read, file)) {
      Path rest = one.resolveSibling(one.getFileName() + ".part");
      Files.deleteIfExists(rest); // of a process that ended here
      if (Files.exists(one)) {
        remove(unwanted, one, rest);
      }
    }
  }

  private static void remove(Predicate<FeedbackEvent> unwanted, Path from, Path rest)
      throws IOException {
    try (BufferedReader lines = Files.newBufferedReader(from, UTF_8);
        BufferedWriter left = Files.newBufferedWriter(rest, UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (event(line).filter(unwanted.negate()).isPresent()) {
          left.write(line);
          left.newLine();
        }
      }
    }
    Files.move(rest, from, StandardCopyOption.ATOMIC_MOVE);
  }

  private void keep(FeedbackStore store, int batch) throws IOException {
    List<FeedbackEvent> events = new ArrayList<>();
    try (BufferedReader lines = Files.newBufferedReader(read, UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        event(line).ifPresent(events::add);
        if (events.size() == batch) {
          store.keep(events);
          events.clear();
        }
      }
    }
    if (!events.isEmpty()) {
      store.keep(events);
    }
  }

  /** Skips a line that was cut off by the end of a process. */
  private static Optional<FeedbackEvent> event(String line) {
    if (line.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(SpilledEvent.parse(line));
    } catch (InvalidDefinitionException e) {
      LOG.warn("a spilled event is left out: {}", e.getMessage());
      return Optional.empty();
    }
  }
}
