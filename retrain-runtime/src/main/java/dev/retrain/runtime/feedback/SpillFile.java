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
 * Notes on disk that wait for the store, a line each. Keeping a note twice is keeping it once, so a
 * file is deleted only when all of it is kept, and one that was left by an earlier process is read
 * again. Used by one thread.
 */
final class SpillFile {

  private static final Logger LOG = LoggerFactory.getLogger(SpillFile.class);

  private final Path file;
  private final Path read;
  private final long mostBytes;

  /** In a folder that is there. */
  SpillFile(Path folder, long mostBytes) {
    this.file = folder.resolve("feedback.spill");
    this.read = folder.resolve("feedback.spill.reading");
    this.mostBytes = mostBytes;
  }

  boolean isEmpty() {
    return !Files.exists(file) && !Files.exists(read);
  }

  /** Writes notes down; false when there is no room or the disk fails. */
  boolean add(List<FeedbackEvent> notes) {
    StringBuilder lines = new StringBuilder("\n"); // the line before may have been cut off
    notes.forEach(note -> lines.append(SpilledEvent.line(note)).append('\n'));
    try {
      if (Files.exists(file) && Files.size(file) + lines.length() > mostBytes) {
        return false;
      }
      Files.writeString(file, lines, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
      return true;
    } catch (IOException e) {
      LOG.warn("notes cannot be spilled to {}: {}", file, e.toString());
      return false;
    }
  }

  /**
   * Hands all notes to a store, some at a time.
   *
   * @throws dev.retrain.api.error.RetrainException if the store fails; what is on disk stays there
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
   * Takes notes out, wherever they wait. What cannot be read may be about anything and goes too.
   *
   * @throws IOException if the disk fails; then they may still be there
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
        if (note(line).filter(unwanted.negate()).isPresent()) {
          left.write(line);
          left.newLine();
        }
      }
    }
    Files.move(rest, from, StandardCopyOption.ATOMIC_MOVE);
  }

  private void keep(FeedbackStore store, int batch) throws IOException {
    List<FeedbackEvent> notes = new ArrayList<>();
    try (BufferedReader lines = Files.newBufferedReader(read, UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        note(line).ifPresent(notes::add);
        if (notes.size() == batch) {
          store.keep(notes);
          notes.clear();
        }
      }
    }
    if (!notes.isEmpty()) {
      store.keep(notes);
    }
  }

  /** A line that was cut off by the end of a process is left out. */
  private static Optional<FeedbackEvent> note(String line) {
    if (line.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(SpilledEvent.parse(line));
    } catch (InvalidDefinitionException e) {
      LOG.warn("a spilled note is left out: {}", e.getMessage());
      return Optional.empty();
    }
  }
}
