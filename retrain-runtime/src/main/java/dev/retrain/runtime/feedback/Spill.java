package dev.retrain.runtime.feedback;

import dev.retrain.api.error.InvalidDefinitionException;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notes on disk that wait for the store, a line each. Keeping a note twice is keeping it once, so a
 * file is deleted only when all of it is kept, and one that was left by an earlier process is read
 * again. Used by one thread.
 */
final class Spill {

  private static final Logger LOG = LoggerFactory.getLogger(Spill.class);

  private final Path file;
  private final Path read;
  private final long mostBytes;

  /** In a folder that is there. */
  Spill(Path folder, long mostBytes) {
    this.file = folder.resolve("feedback.spill");
    this.read = folder.resolve("feedback.spill.reading");
    this.mostBytes = mostBytes;
  }

  boolean isEmpty() {
    return !Files.exists(file) && !Files.exists(read);
  }

  /** Writes notes down; false when there is no room or the disk fails. */
  boolean add(List<Note> notes) {
    StringBuilder lines = new StringBuilder();
    notes.forEach(note -> lines.append(SpilledNote.line(note)).append('\n'));
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

  private void keep(FeedbackStore store, int batch) throws IOException {
    List<Note> notes = new ArrayList<>();
    try (BufferedReader lines = Files.newBufferedReader(read, StandardCharsets.UTF_8)) {
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
  private static Optional<Note> note(String line) {
    try {
      return Optional.of(SpilledNote.parse(line));
    } catch (InvalidDefinitionException e) {
      LOG.warn("a spilled note is left out: {}", e.getMessage());
      return Optional.empty();
    }
  }
}
