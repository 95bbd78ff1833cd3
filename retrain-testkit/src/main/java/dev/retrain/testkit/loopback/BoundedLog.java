package dev.retrain.testkit.loopback;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** The last lines of an output, in bounded memory however much is printed. Thread-safe. */
final class BoundedLog {

  private final Deque<String> lines = new ArrayDeque<>();
  private final StringBuilder open = new StringBuilder();

  /** Reads to the end. What a killed process leaves unreadable is left out. */
  void readAll(InputStream output) {
    char[] chunk = new char[4096];
    try (Reader reader = new InputStreamReader(output, StandardCharsets.UTF_8)) {
      for (int read = reader.read(chunk); read >= 0; read = reader.read(chunk)) {
        add(chunk, read);
      }
    } catch (IOException e) {
      add("(the output cannot be read on: " + e.getMessage() + ")");
    }
  }

  synchronized void add(String line) {
    endLine();
    open.append(line);
    endLine();
  }

  private synchronized void add(char[] chunk, int length) {
    for (int i = 0; i < length; i++) {
      if (chunk[i] == '\n') {
        lines.add(open.toString());
        open.setLength(0);
      } else if (open.length() < LoopbackExecutor.LINE_CHARACTERS) {
        open.append(chunk[i]);
      }
      while (lines.size() > LoopbackExecutor.LOG_LINES) {
        lines.remove();
      }
    }
  }

  private void endLine() {
    if (!open.isEmpty()) {
      lines.add(open.toString());
      open.setLength(0);
    }
  }

  synchronized List<String> lines() {
    List<String> all = new ArrayList<>(lines);
    if (!open.isEmpty()) {
      all.add(open.toString());
    }
    return all.subList(Math.max(0, all.size() - LoopbackExecutor.LOG_LINES), all.size());
  }
}
