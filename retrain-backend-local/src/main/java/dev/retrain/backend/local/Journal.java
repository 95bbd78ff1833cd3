package dev.retrain.backend.local;

import dev.retrain.api.document.DocumentReader;
import dev.retrain.api.document.Documents;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * What happened in a run, a line per event, only ever appended to by the run's owner. A last line
 * that was cut short by a crash is no event.
 */
final class Journal {

  private final Path file;

  Journal(Path file) {
    this.file = file;
  }

  /** Appends an event; not forced to the disk, see {@link JournalEntry#size()} for why. */
  synchronized void append(JournalEntry entry) throws IOException {
    byte[] line =
        (Documents.canonicalJson(JournalEntry.SHAPE.write(entry)) + "\n")
            .getBytes(StandardCharsets.UTF_8);
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      ByteBuffer bytes = ByteBuffer.wrap(line);
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
    }
  }

  /**
   * Returns whether there is an event beyond the first, which records the process that drives the
   * run.
   */
  boolean hasBegun() throws IOException {
    if (!Files.exists(file)) {
      return false;
    }
    try (BufferedReader lines = Files.newBufferedReader(file)) {
      return lines.lines().limit(2).count() == 2;
    }
  }

  /** Returns every whole event, oldest first. */
  List<JournalEntry> read() throws IOException {
    if (!Files.exists(file)) {
      return List.of();
    }
    String text = Files.readString(file);
    List<JournalEntry> entries = new ArrayList<>();
    int from = 0;
    for (int end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', from)) {
      String line = text.substring(from, end);
      entries.add(
          DocumentReader.of(
              JournalEntry.SHAPE, Documents.parse(line, file.toString()), file.toString()));
      from = end + 1;
    }
    return entries;
  }

  /** Cuts off what a crash left of a last line, before the next owner appends. */
  synchronized void mend() throws IOException {
    if (!Files.exists(file)) {
      return;
    }
    byte[] bytes = Files.readAllBytes(file);
    int whole = bytes.length;
    while (whole > 0 && bytes[whole - 1] != '\n') {
      whole--;
    }
    if (whole < bytes.length) {
      try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
        channel.truncate(whole);
      }
    }
  }
}
