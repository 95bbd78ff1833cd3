package dev.retrain.backend.local.endpoint;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Keeps what a model server prints: in a file that is moved aside when it is full, so that two of
 * them are the most there is on the disk. A server that prints faster than a log is for has to
 * wait, rather than take the processor from the requests of others; one that does so for some
 * seconds on end is flooding.
 */
final class ModelLog implements AutoCloseable {

  static final int MOST_BYTES = 4 << 20;

  private static final int BYTES_PER_SECOND = 4 << 20;
  private static final int BLOCK = 1 << 15;
  private static final int SHOWN_BYTES = 16 * 1024;
  private static final int SHOWN_LINES = 20;
  private static final long END_WITHIN_MILLIS = 1000;
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
  private static final int FLOOD_SECONDS = 5;

  private final Path file;
  private final InputStream output;
  private final Thread reader;
  private long secondSince = System.nanoTime();
  private long heldUp;
  private int secondsHeldUp;
  private volatile boolean flooding;

  private ModelLog(Path file, InputStream output) {
    this.file = file;
    this.output = output;
    this.reader = new Thread(this::read, "retrain-model-log");
    reader.setDaemon(true);
  }

  /**
   * Starts to keep what a process prints.
   *
   * @param file which exists, for this user only
   * @param output of the process
   */
  static ModelLog of(Path file, InputStream output) {
    ModelLog log = new ModelLog(file, output);
    log.reader.start();
    return log;
  }

  private Path before() {
    return file.resolveSibling(file.getFileName() + ".1");
  }

  private void read() {
    byte[] block = new byte[BLOCK];
    long began = System.nanoTime();
    long seen = 0;
    try (output) {
      for (int count = output.read(block); count >= 0; count = output.read(block)) {
        keep(block, count);
        seen += count;
        long pause = pause(began, seen);
        LockSupport.parkNanos(pause);
        noteHeldUp(pause);
        seen = Math.max(seen, allowed(began) - BYTES_PER_SECOND); // silence is not saved up
      }
    } catch (IOException e) {
      EndpointLog.leftBehind(file, e); // the process was ended while it printed
    }
  }

  private static long allowed(long began) {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began) * BYTES_PER_SECOND / 1000;
  }

  /** Lets a second's bytes pass at once, and waits for what comes before its time. */
  private static long pause(long began, long seen) {
    long tooEarly = seen - allowed(began) - BYTES_PER_SECOND;
    return Math.max(0, tooEarly * 1_000_000_000L / BYTES_PER_SECOND);
  }

  /** Counts the seconds on end in which the server was held up for more than half of each. */
  private void noteHeldUp(long pause) {
    heldUp += pause;
    long now = System.nanoTime();
    if (now - secondSince >= SECOND) {
      secondsHeldUp = heldUp > (now - secondSince) / 2 ? secondsHeldUp + 1 : 0;
      flooding |= secondsHeldUp >= FLOOD_SECONDS;
      secondSince = now;
      heldUp = 0;
    }
  }

  /** Returns whether the server has printed more than a log is for, for some seconds on end. */
  boolean isFlooding() {
    return flooding;
  }

  private void keep(byte[] block, int count) {
    try {
      if (Files.size(file) + count > MOST_BYTES) {
        Files.move(file, before(), StandardCopyOption.REPLACE_EXISTING);
      }
      try (OutputStream out =
          Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
        out.write(block, 0, count);
      }
    } catch (IOException e) {
      // On a full disk the lines are lost; the server must still be read from, or it would hang.
      EndpointLog.leftBehind(file, e);
    }
  }

  /** Returns the last lines, at most 20. */
  String tail() throws IOException {
    try {
      reader.join(END_WITHIN_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    long from = Math.max(0, Files.size(file) - SHOWN_BYTES);
    try (InputStream in = Files.newInputStream(file)) {
      in.skipNBytes(from);
      List<String> lines =
          new String(in.readNBytes(SHOWN_BYTES), StandardCharsets.UTF_8).lines().toList();
      return String.join(
          System.lineSeparator(),
          lines.subList(Math.max(0, lines.size() - SHOWN_LINES), lines.size()));
    }
  }

  /** Deletes what was kept; the process has ended. */
  @Override
  public void close() throws IOException {
    try {
      reader.join(END_WITHIN_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    output.close();
    Files.deleteIfExists(file);
    Files.deleteIfExists(before());
  }
}
